import Foundation
import Testing

@testable import Measurement

/// What `--blas` and `--library` may name, and what the command says of it.
@Suite struct NamedLibraryTests {
  static func directory() throws -> String {
    let path = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  static func compile(_ source: String) throws -> String {
    let base = NSTemporaryDirectory() + UUID().uuidString
    try source.write(toFile: base + ".c", atomically: true, encoding: .utf8)
    let compiler = try Process.run(
      URL(fileURLWithPath: "/usr/bin/env"),
      arguments: ["clang", "-shared", "-fPIC", "-o", base + ".so", base + ".c"])
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)
    return base + ".so"
  }

  static let measure = ["measure", "--precision", "fp32", "--size", "64", "--threads", "1"]

  @Test(
    "when the only library that --library can mean cannot be opened, the code is 12 and the loader's reason is told",
    arguments: [
      (["--library", "BLAS", "--blas", "/etc/passwd"], "/etc/passwd: invalid ELF header; give the path"),
      (["--library", "Mine", "--blas", "/etc/passwd"], "invalid ELF header"),
      (["--library", "Accelerate"], "No such file or directory; install it"),
    ])
  func unopened(arguments: [String], reason: String) throws {
    let command = try Command(Self.measure + arguments)
    #expect(command.status == 12)
    #expect(command.errors.contains("--library '\(arguments[1])' cannot be used: "))
    #expect(command.errors.contains(reason), "\(command.errors)")
  }

  @Test("the line that reproduces a row is one line of a shell's words, whatever the file is called")
  func reproduction() throws {
    let folder = try Self.directory()
    let name = folder + "/my lib's, with a name that is long enough to be wrapped \"q\".so"
    try FileManager.default.copyItem(atPath: try WorkerTests.library().paths[0], toPath: name)
    let command = try Command(Self.measure + ["--library", "BLAS", "--blas", name])
    #expect(command.status == 0, "\(command.errors)")
    let lines = command.output.split(separator: "\n").filter { $0.contains("assay measure") }
    let line = try #require(lines.first.map(String.init))
    #expect(lines.count == 1)
    #expect(line.contains(#"my lib'\''s"#))
    let again = try Command(shell: line, directory: "/")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains(line))
  }

  @Test("a relative path holds wherever the working directory is, and a name that is no file is searched for")
  func relative() throws {
    let file = try WorkerTests.library().paths[0]
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    for path in [URL(fileURLWithPath: file).lastPathComponent, "../" + file.dropFirst()] {
      let directory = path.contains("/") ? "/tmp" : folder
      let command = try Command(Self.measure + ["--library", "BLAS", "--blas", path], directory: directory)
      #expect(command.status == 0, "\(command.errors)")
      #expect(command.output.contains("--blas '\(directory)/\(path)'"), "\(command.output)")
    }
    let name = URL(fileURLWithPath: file).lastPathComponent
    let found = try Command(
      Self.measure + ["--library", "BLAS", "--blas", name], environment: ["LD_LIBRARY_PATH": folder],
      directory: "/")
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.output.contains("--blas '\(file)'"), "\(found.output)")
    let none = try Command(Self.measure + ["--library", "BLAS", "--blas", "nosuch.so"], directory: folder)
    #expect(none.status == 12)
    #expect(none.errors.contains("no file of that name, so the loader's search path was searched"))
  }

  @Test("a library that the loader found by a name the user gave must be as sound as one given by path")
  func foundByName() throws {
    let file = try WorkerTests.library(before: "return;").paths[0]
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let command = try Command(
      Self.measure + ["--blas", URL(fileURLWithPath: file).lastPathComponent],
      environment: ["LD_LIBRARY_PATH": folder], directory: "/")
    #expect(command.status == 11)
    #expect(command.errors.contains("\(file): wrong result"), "\(command.errors)")
  }

  @Test("what is no regular file is refused before it is opened: to open a FIFO is to wait for ever")
  func irregular() throws {
    let fifo = try Self.directory() + "/fifo.so"
    #expect(mkfifo(fifo, 0o600) == 0)
    for (path, kind) in [(fifo, "a FIFO"), ("/tmp", "a directory"), ("/dev/zero", "a device")] {
      let error = #expect(throws: ProviderError.self) {
        try LibrarySpec.named(path).open()
      }
      #expect(error?.description == "\(kind), not a regular file")
    }
    let command = try Command(Self.measure + ["--library", "BLAS", "--blas", fifo])
    #expect(command.status == 12)
    #expect(command.errors.contains("\(fifo): a FIFO, not a regular file"))
  }

  @Test(
    "a signal while the libraries are being opened is an interruption, and no worker stays behind",
    arguments: [SIGTERM, SIGINT])
  func interruptedOpening(signal: Int32) throws {
    let marker = NSTemporaryDirectory() + UUID().uuidString
    let library = try Self.compile(
      """
      #include <stdio.h>
      #include <unistd.h>
      __attribute__((constructor)) static void hang(void) {
        FILE *file = fopen("\(marker).part", "w");
        fprintf(file, "%d", getpid());
        fclose(file);
        rename("\(marker).part", "\(marker)");
        for (;;) pause();
      }
      """)
    let process = Process()
    process.executableURL = Command.file
    process.arguments = Self.measure + ["--library", "BLAS", "--blas", library]
    process.standardError = FileHandle.nullDevice
    try process.run()
    while !FileManager.default.fileExists(atPath: marker) && process.isRunning { usleep(10_000) }
    let worker = try #require(Int32(try String(contentsOfFile: marker, encoding: .utf8)))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let deadline = ContinuousClock.now + .seconds(5)
    while kill(worker, 0) == 0 && ContinuousClock.now < deadline { usleep(10_000) }
    #expect(kill(worker, 0) == -1)
  }
}

import Foundation

/// The fake libraries behind HIP: built once a process, found through `ASSAY_LIBRARY_PATH`, told by `FAKE_HIP` or, for
/// one thread, by `behave` what to do wrong.
enum FakeHIP {
  /// The folder that they are built into.
  static let folder: String = {
    let folder = FileManager.default.temporaryDirectory.appending(path: "assay-fake-hip-\(getpid())").path
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "FakeAccelerators/build-hip.sh").path
    let outcome = run("/bin/bash", [script, folder])
    precondition(outcome.code == 0, "build-hip.sh failed: \(outcome.output)")
    // Once, and before the first session: the plug-in reads it when it opens its libraries.
    setenv("ASSAY_LIBRARY_PATH", folder, 1)
    atexit { try? FileManager.default.removeItem(atPath: FakeHIP.folder) }
    return folder
  }()

  private typealias Behave = @convention(c) (UnsafePointer<CChar>?) -> Void
  private typealias Allocated = @convention(c) () -> Int

  /// Gives this thread's device a behaviour: words of `FAKE_HIP`, separated by commas.
  static func behave(_ words: String) {
    unsafeBitCast(function("fake_hip_behave"), to: Behave.self)(words)
  }

  /// What this thread has allocated on its device and not freed, in bytes.
  static var allocated: Int { unsafeBitCast(function("fake_hip_allocated"), to: Allocated.self)() }

  private static func function(_ name: String) -> UnsafeMutableRawPointer {
    guard let library = dlopen(folder + "/libamdhip64.so.6", RTLD_NOW),
      let function = dlsym(library, name)
    else {
      preconditionFailure("the fake HIP has no \(name)")
    }
    return function
  }

  /// Opens the plug-in in a process of its own.
  ///
  /// - Parameters:
  ///   - part: the folder of the libraries within `folder`.
  ///   - behaviour: `FAKE_HIP`.
  static func open(part: String = "", behaviour: String = "") -> (
    status: Int32?, devices: Int?, message: String
  ) {
    let path = part.isEmpty ? folder : folder + "/" + part
    let outcome = run(
      folder + "/open-hip", [], environment: ["ASSAY_LIBRARY_PATH": path, "FAKE_HIP": behaviour])
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 3 else { return (nil, nil, outcome.output) }
    return (Int32(lines[0]), Int(lines[1]), lines[2])
  }

  private static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) -> (code: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = pipe
    process.standardError = pipe
    do {
      try process.run()
    } catch {
      return (-1, "\(error)")
    }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

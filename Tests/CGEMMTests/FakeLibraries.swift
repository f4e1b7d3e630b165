import Foundation
import Testing

/// The fake libraries of Tests/FakeAccelerators, built once into a folder that goes when the tests end.
enum FakeLibraries {
  /// Where they lie; throws what the build said.
  static func folder() throws -> String { try built.get() }

  /// A folder with the libraries of some names only.
  static func folder(of names: [String], from other: String = "") throws -> String {
    let all = try folder()
    let some = "\(all)/some-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: some, withIntermediateDirectories: true)
    for name in names {
      try FileManager.default.createSymbolicLink(
        atPath: "\(some)/\(name)", withDestinationPath: "\(all)/\(name)")
    }
    return some
  }

  private static let built = Result {
    let folder = NSTemporaryDirectory() + "assay-fakes-\(UUID().uuidString)"
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("FakeAccelerators/build.sh")
    let build = Process()
    build.executableURL = URL(fileURLWithPath: "/bin/bash")
    build.arguments = [script.path, folder]
    let output = Pipe()
    build.standardError = output
    try build.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    build.waitUntilExit()
    guard build.terminationStatus == 0 else { throw ProbeError("build.sh: \(said)") }
    atexit { try? FileManager.default.removeItem(atPath: FakeLibraries.folder()) }
    return folder
  }
}

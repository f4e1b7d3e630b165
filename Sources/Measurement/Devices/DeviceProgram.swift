import Foundation

/// A program through which devices are reached: it speaks docs/worker-protocol.md on its standard input and output.
public enum DeviceProgram: Hashable, Sendable {
  /// An interface that Assay itself has, "cuda" or "hip".
  case builtIn(String)
  /// A shared library in C with the interface of `assay_plugin.h`.
  case plugIn(String)
  /// A Python script; its interpreter is the variable ASSAY_PYTHON, or python3.
  case script(String)
  case executable(String)

  /// The interfaces that are looked for without being asked.
  public static let builtIns: [DeviceProgram] = [.builtIn("cuda"), .builtIn("hip")]

  /// A program that the user names.
  /// - Throws: `DeviceError` when there is no such file or it cannot be run.
  public init(path: String) throws(DeviceError) {
    let path = URL(fileURLWithPath: path).standardizedFileURL.path
    guard access(path, F_OK) == 0 else {
      throw DeviceError(.unsupported, "\(path): \(String(cString: strerror(errno)))")
    }
    if let kind = IrregularFile(path) {
      throw DeviceError(.unsupported, "\(path): \(kind), not a regular file")
    }
    guard access(path, R_OK) == 0 else {
      throw DeviceError(.unsupported, "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    if path.hasSuffix(".py") {
      self = .script(path)
    } else if path.hasSuffix(".so") || path.contains(".so.") {
      self = .plugIn(path)
    } else if access(path, X_OK) == 0 {
      self = .executable(path)
    } else {
      throw DeviceError(
        .unsupported,
        "\(path): give a Python script (.py), a shared library (.so) or a program that may be run (chmod +x)")
    }
  }

  /// "cuda", or the file's name without its ending: it stands before the device's id where one alone would not do.
  public var name: String {
    switch self {
    case .builtIn(let name): name
    case .plugIn(let path), .script(let path), .executable(let path):
      String(URL(fileURLWithPath: path).lastPathComponent.prefix { $0 != "." })
    }
  }

  /// The file that the user named; `nil` for what Assay has itself.
  public var path: String? {
    switch self {
    case .builtIn: nil
    case .plugIn(let path), .script(let path), .executable(let path): path
    }
  }

  /// The command line.
  /// - Parameter assay: the `assay` command, which hosts what is a library.
  func arguments(assay: URL) -> [String] {
    switch self {
    case .builtIn(let name): [assay.path, "worker", "host", name]
    case .plugIn(let path): [assay.path, "worker", "host", "--", path]
    case .executable(let path): [path]
    case .script(let path):
      if let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"], !python.isEmpty {
        python.contains("/") ? [python, path] : ["/usr/bin/env", python, path]
      } else {
        ["/usr/bin/env", "python3", path]
      }
    }
  }
}

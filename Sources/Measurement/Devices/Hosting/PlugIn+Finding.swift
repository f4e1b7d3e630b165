import CGEMM
import Foundation

extension PlugIn {
  /// Opens a plug-in.
  /// - Parameter library: the name of one that Assay has itself, or the path of a shared library.
  /// - Throws: `DeviceError` that says what is missing.
  convenience init(library: String) throws(DeviceError) {
    if library.contains("/") {
      try self.init(Self.load(library), from: library)
    } else if let builtIn = Self.builtIn(library) {
      try self.init(builtIn, from: "the built-in plug-in \(library)")
    } else {
      throw DeviceError(
        .unsupported, "'\(library)' is no plug-in that this assay has: name the path of a shared library")
    }
  }

  /// The plug-in that Assay has itself, by the name that `DeviceProgram.builtIns` gives it.
  static func builtIn(_ name: String) -> UnsafePointer<assay_plugin>? {
    switch name {
    case "cuda": assay_cuda()
    case "hip": assay_hip()
    default: nil
    }
  }

  /// Loads a shared library, for good: what it has started may outlive any use of it.
  private static func load(_ path: String) throws(DeviceError) -> UnsafePointer<assay_plugin> {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "the loader tells no reason"
      // The loader begins with the path too.
      throw DeviceError(
        .unsupported, "cannot be loaded: \(reason.hasPrefix(path) ? reason : "\(path): \(reason)")")
    }
    guard let symbol = dlsym(handle, "assay_plugin") else {
      throw DeviceError(
        .unsupported, "\(path) has no function 'assay_plugin': it is no plug-in for Assay (assay_plugin.h)")
    }
    typealias Entry = @convention(c) () -> UnsafePointer<assay_plugin>?
    guard let table = unsafeBitCast(symbol, to: Entry.self)() else {
      throw DeviceError(.unsupported, "\(path): its function 'assay_plugin' returns nothing")
    }
    return table
  }
}

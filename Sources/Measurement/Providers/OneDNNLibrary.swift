import CGEMM

/// An open oneDNN, of version 2 or 3.
final class OneDNNLibrary {
  let handle: OpaquePointer
  let major: Int32
  private let version: String
  private var currentThreads = 0

  /// - Throws: `ProviderError` when it cannot be loaded or is neither version 2 nor 3.
  init(path: String) throws(ProviderError) {
    let (handle, message) = withMessage { cgemm_onednn_open(path, $0, $1) }
    guard let handle else { throw ProviderError(message) }
    self.handle = handle
    var version: (Int32, Int32, Int32) = (0, 0, 0)
    withUnsafeMutableBytes(of: &version) { bytes in
      cgemm_onednn_version(handle, bytes.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    major = version.0
    self.version = "\(version.0).\(version.1).\(version.2)"
  }

  deinit { cgemm_onednn_close(handle) }

  func identity(_ name: String) -> ProviderIdentity {
    ProviderIdentity(name: name, version: version, path: String(cString: cgemm_onednn_path(handle)))
  }

  /// Builds on OpenMP do; those on TBB or SYCL take the processors that they may use.
  var takesThreads: Bool { cgemm_onednn_takes_threads(handle) }

  /// The number is the library's, not the product's: every call sets it anew.
  /// - Throws: `ProviderError` when a build on OpenMP has no OpenMP to ask.
  func setThreads(_ count: Int) throws(ProviderError) {
    guard takesThreads, count != currentThreads else { return }
    guard cgemm_onednn_set_threads(handle, Int32(clamping: count)) else {
      throw ProviderError("the number of threads cannot be set: no OpenMP run-time was found")
    }
    currentThreads = count
  }
}

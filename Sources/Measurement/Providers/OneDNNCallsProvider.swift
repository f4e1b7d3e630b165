import CGEMM
import Rating

/// oneDNN's plain calls, as a BLAS has them: B is packed in every call, and no engine is needed.
public final class OneDNNCallsProvider: GEMMProvider {
  public let identity: ProviderIdentity
  fileprivate let library: OneDNNLibrary

  /// Opens the library.
  /// - Parameters:
  ///   - name: what to call it in reports.
  ///   - path: a file, or a name that the dynamic loader searches for.
  /// - Throws: `ProviderError` when it cannot be loaded or is neither version 2 nor 3.
  public init(name: String, path: String) throws(ProviderError) {
    library = try OneDNNLibrary(path: path)
    identity = library.identity(name)
  }

  public var takesThreads: Bool { library.takesThreads }

  public func support(for precision: Precision) -> ProviderSupport {
    Self.call(for: precision) == nil ? .unsupported("no plain call for it") : .native
  }

  public func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    guard let call = Self.call(for: operands.precision) else {
      throw ProviderError("oneDNN has no plain \(operands.precision.label) call", isUnsupported: true)
    }
    try library.setThreads(threads)
    return OneDNNCall(self, call.kind, call.name, operands, threads: threads)
  }

  private static func call(for precision: Precision) -> (kind: cgemm_onednn_kind, name: String)? {
    switch precision {
    case .fp32: (CGEMM_ONEDNN_F32, "dnnl_sgemm")
    case .int8: (CGEMM_ONEDNN_U8S8, "dnnl_gemm_u8s8s32")
    default: nil
    }
  }
}

/// One product by a plain call.
private final class OneDNNCall: PreparedGEMM {
  let kernel: String
  private let provider: OneDNNCallsProvider
  private let kind: cgemm_onednn_kind
  let operands: Operands
  private let threads: Int

  init(
    _ provider: OneDNNCallsProvider, _ kind: cgemm_onednn_kind, _ name: String, _ operands: Operands,
    threads: Int
  ) {
    self.threads = threads
    self.provider = provider
    self.kind = kind
    self.operands = operands
    kernel = name
  }

  func multiply() throws(ProviderError) {
    try provider.library.setThreads(threads)
    let shape = operands.shape
    let (succeeded, message) = withMessage {
      cgemm_onednn_call(
        provider.library.handle, kind, Int64(shape.m), Int64(shape.n), Int64(shape.k), operands.a.pointer,
        operands.b.pointer, operands.c.pointer, $0, $1)
    }
    guard succeeded else { throw ProviderError(message) }
  }
}

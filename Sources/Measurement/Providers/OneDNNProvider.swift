import CGEMM
import Rating

/// oneDNN's matmul primitive, with the weights B in the layout that the library prefers.
public final class OneDNNProvider: GEMMProvider {
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
    guard let kind = Self.kind(for: precision) else { return .unsupported("matmul has no such product") }
    let isNarrow = kind == CGEMM_ONEDNN_F8E4M3 || kind == CGEMM_ONEDNN_F8E5M2
    return isNarrow && library.major < 3 ? .unsupported("oneDNN 2 has no 8-bit floating point") : .native
  }

  public func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    guard let kind = Self.kind(for: operands.precision) else {
      throw ProviderError("oneDNN has no \(operands.precision.label) matmul")
    }
    try library.setThreads(threads)
    return try OneDNNProduct(self, kind, operands, threads: threads)
  }

  private static func kind(for precision: Precision) -> cgemm_onednn_kind? {
    switch precision {
    case .fp32: CGEMM_ONEDNN_F32
    case .bf16: CGEMM_ONEDNN_BF16
    case .fp16: CGEMM_ONEDNN_F16
    case .fp8e4m3: CGEMM_ONEDNN_F8E4M3
    case .fp8e5m2: CGEMM_ONEDNN_F8E5M2
    case .int8: CGEMM_ONEDNN_U8S8
    default: nil
    }
  }
}

/// One matmul primitive with its packed weights.
private final class OneDNNProduct: PreparedGEMM {
  let kernel: String
  private let provider: OneDNNProvider
  let operands: Operands
  private let matmul: OpaquePointer
  private let threads: Int

  init(_ provider: OneDNNProvider, _ kind: cgemm_onednn_kind, _ operands: Operands, threads: Int)
    throws(ProviderError)
  {
    self.threads = threads
    let shape = operands.shape
    let (handle, message) = withMessage {
      cgemm_onednn_matmul_create(
        provider.library.handle, kind, Int64(shape.m), Int64(shape.n), Int64(shape.k), operands.a.pointer,
        operands.b.pointer, operands.c.pointer, $0, $1)
    }
    guard let handle else {
      throw ProviderError(message, isUnsupported: message.contains("dnnl_unimplemented"))
    }
    matmul = handle
    kernel = String(cString: cgemm_onednn_matmul_implementation(handle))
    self.provider = provider
    self.operands = operands
    if kernel.hasPrefix("ref") {
      throw ProviderError(
        "oneDNN has only reference code here (\(kernel)), no native kernel", isUnsupported: true)
    }
  }

  deinit { cgemm_onednn_matmul_destroy(matmul) }

  func multiply() throws(ProviderError) {
    try provider.library.setThreads(threads)
    let (succeeded, message) = withMessage { cgemm_onednn_matmul_run(matmul, $0, $1) }
    guard succeeded else { throw ProviderError(message) }
  }
}

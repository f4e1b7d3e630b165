import CGEMM
import Foundation
import Rating

/// Any library with a CBLAS interface: OpenBLAS, BLIS, MKL, AOCL-BLAS, Arm Performance Libraries.
public final class CBLASProvider: GEMMProvider {
  public let identity: ProviderIdentity
  fileprivate let library: OpaquePointer
  private var currentThreads = 0

  /// Opens the library.
  /// - Parameters:
  ///   - name: what to call it in reports.
  ///   - path: a file, or a name that the dynamic loader searches for.
  /// - Throws: `ProviderError` when it cannot be loaded or has no CBLAS product.
  public init(name: String, path: String) throws(ProviderError) {
    let (handle, message) = withMessage { cgemm_cblas_open(path, $0, $1) }
    guard let handle else { throw ProviderError(message) }
    library = handle
    takesThreads = cgemm_cblas_set_threads(handle, max(1, cgemm_cblas_threads(handle)))
    let configuration = cgemm_cblas_vendor_config(handle).map { String(cString: $0) }
    identity = ProviderIdentity(
      name: name, version: configuration.flatMap(Self.version),
      path: String(cString: cgemm_cblas_path(handle)),
      abi: String(cString: cgemm_cblas_abi(handle)),
      kernel: cgemm_cblas_kernel(handle).map { String(cString: $0) })
  }

  deinit { cgemm_cblas_close(library) }

  public func support(for precision: Precision) -> ProviderSupport {
    guard let product = Self.product(for: precision) else { return .unsupported("CBLAS has no such product") }
    return cgemm_cblas_symbol(library, product) == nil
      ? .unsupported("this build exports no routine for it") : .native
  }

  public let takesThreads: Bool

  public func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    guard let product = Self.product(for: operands.precision),
      let symbol = cgemm_cblas_symbol(library, product)
    else {
      throw ProviderError("\(identity.label) has no \(operands.precision.label) product", isUnsupported: true)
    }
    try setThreads(threads)
    return CBLASProduct(self, operands, product, symbol: String(cString: symbol), threads: threads)
  }

  /// The number is the library's, not the product's: every call sets it anew.
  fileprivate func setThreads(_ threads: Int) throws(ProviderError) {
    guard takesThreads, threads != currentThreads else { return }
    guard cgemm_cblas_set_threads(library, Int32(clamping: threads)) else {
      throw ProviderError("the number of threads cannot be set to \(threads) in \(identity.path)")
    }
    currentThreads = threads
  }

  /// The first word of a build description that looks like a version: "OpenBLAS 0.3.21 NO_LAPACKE …" is 0.3.21, and
  /// "… Version 2026.2-Product Build …" is 2026.2.
  static func version(in configuration: String) -> String? {
    configuration.split(separator: " ").first { $0.first?.isNumber == true && $0.contains(".") }
      .map { String($0.prefix { $0 != "-" }) }
  }

  private static func product(for precision: Precision) -> cgemm_product? {
    switch precision {
    case .fp64: CGEMM_FP64
    case .fp32: CGEMM_FP32
    case .bf16: CGEMM_BF16
    case .fp16: CGEMM_FP16
    case .fp8e4m3: CGEMM_FP8E4M3
    case .fp8e5m2: CGEMM_FP8E5M2
    case .int16: CGEMM_INT16
    case .int8: CGEMM_INT8
    case .tf32, .fp6, .fp4, .int4: nil
    }
  }
}

/// One product through CBLAS, without padding.
private final class CBLASProduct: PreparedGEMM {
  let kernel: String
  private let provider: CBLASProvider
  let operands: Operands
  private let product: cgemm_product
  private let threads: Int

  init(
    _ provider: CBLASProvider, _ operands: Operands, _ product: cgemm_product, symbol: String, threads: Int
  ) {
    self.threads = threads
    self.provider = provider
    self.operands = operands
    self.product = product
    kernel = provider.identity.kernel.map { "\(symbol), \($0)" } ?? symbol
  }

  func multiply() throws(ProviderError) {
    try provider.setThreads(threads)
    let shape = operands.shape
    let status = cgemm_cblas_multiply(
      provider.library, product, Int64(shape.m), Int64(shape.n), Int64(shape.k), operands.a.pointer,
      operands.b.pointer, operands.c.pointer)
    guard status == 0 else {
      throw ProviderError("CBLAS refused the product: \(String(cString: strerror(status)))")
    }
  }
}

import CGEMM
import Foundation
import Rating

/// Any library with a CBLAS interface: OpenBLAS, BLIS, MKL.
public final class CBLASProvider: GEMMProvider {
  public let identity: ProviderIdentity
  fileprivate let library: OpaquePointer

  /// Opens the library.
  /// - Parameters:
  ///   - name: what to call it in reports.
  ///   - path: a file, or a name that the dynamic loader searches for.
  /// - Throws: `ProviderError` when it cannot be loaded or has no CBLAS product.
  public init(name: String, path: String) throws(ProviderError) {
    let (handle, message) = withMessage { cgemm_cblas_open(path, $0, $1) }
    guard let handle else { throw ProviderError(message) }
    library = handle
    let configuration = cgemm_cblas_vendor_config(handle).map { String(cString: $0) }
    identity = ProviderIdentity(
      name: name, version: configuration.flatMap(Self.version),
      path: String(cString: cgemm_cblas_path(handle)),
      abi: String(cString: cgemm_cblas_abi(handle)),
      kernel: cgemm_cblas_kernel(handle).map { String(cString: $0) })
  }

  deinit { cgemm_cblas_close(library) }

  public func support(for precision: Precision) -> ProviderSupport {
    guard let routine = Self.routine(for: precision) else { return .unsupported("CBLAS has no such product") }
    return cgemm_cblas_has(library, routine.identifier)
      ? .native : .unsupported("this build exports no \(routine.name)")
  }

  public func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    let canSet = cgemm_cblas_set_threads(library, Int32(clamping: threads))
    let actual = Int(cgemm_cblas_threads(library))
    guard canSet || threads == actual else {
      throw ProviderError("the number of threads cannot be set to \(threads) in \(identity.path)")
    }
    return CBLASProduct(self, operands)
  }

  /// Multiplies two small matrices at every precision the library has, and checks the results.
  /// - Throws: `ProviderError` when the library fails, is wrong, or has no product.
  public func checkOnce() throws(ProviderError) {
    let precisions = Precision.allCases.filter { support(for: $0) == .native }
    if precisions.isEmpty { throw ProviderError("exports no product that Assay knows") }
    for precision in precisions {
      let operands: Operands
      do throws(MeasurementError) {
        operands = try Operands(precision: precision, shape: GEMMShape(square: 64), seed: 1)
      } catch { throw ProviderError("\(error)") }
      try CBLASProduct(self, operands).multiply()
      let check = ProductCheck.verify(operands, seed: 2)
      if !check.passed { throw ProviderError("\(precision.label): wrong result: \(check.summary)") }
    }
  }

  /// The first word of a build description that looks like a version: "OpenBLAS 0.3.21 NO_LAPACKE …" is 0.3.21.
  static func version(in configuration: String) -> String? {
    configuration.split(separator: " ").first { $0.first?.isNumber == true && $0.contains(".") }.map(
      String.init)
  }

  private static func routine(for precision: Precision) -> (identifier: cgemm_cblas_routine, name: String)? {
    switch precision {
    case .fp64: (CGEMM_CBLAS_DGEMM, "cblas_dgemm")
    case .fp32: (CGEMM_CBLAS_SGEMM, "cblas_sgemm")
    case .bf16: (CGEMM_CBLAS_SBGEMM, "cblas_sbgemm")
    default: nil
    }
  }
}

/// One product through CBLAS, without padding.
private final class CBLASProduct: PreparedGEMM {
  let kernel: String
  private let provider: CBLASProvider
  private let operands: Operands

  init(_ provider: CBLASProvider, _ operands: Operands) {
    self.provider = provider
    self.operands = operands
    kernel = provider.identity.kernel ?? "not named by the library"
  }

  func multiply() throws(ProviderError) {
    let (m, n, k) = (Int64(operands.shape.m), Int64(operands.shape.n), Int64(operands.shape.k))
    let library = provider.library
    let (a, b, c) = (operands.a.pointer, operands.b.pointer, operands.c.pointer)
    let status =
      switch operands.precision {
      case .fp64:
        cgemm_cblas_dgemm(
          library, m, n, k, a.assumingMemoryBound(to: Double.self), k, b.assumingMemoryBound(to: Double.self),
          n,
          c.assumingMemoryBound(to: Double.self), n)
      case .fp32:
        cgemm_cblas_sgemm(
          library, m, n, k, a.assumingMemoryBound(to: Float.self), k, b.assumingMemoryBound(to: Float.self),
          n,
          c.assumingMemoryBound(to: Float.self), n)
      case .bf16:
        cgemm_cblas_sbgemm(
          library, m, n, k, a.assumingMemoryBound(to: UInt16.self), k, b.assumingMemoryBound(to: UInt16.self),
          n,
          c.assumingMemoryBound(to: Float.self), n)
      default: ENOTSUP
      }
    guard status == 0 else {
      throw ProviderError("CBLAS refused the product: \(String(cString: strerror(status)))")
    }
  }
}

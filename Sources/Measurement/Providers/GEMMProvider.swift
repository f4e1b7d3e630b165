import Rating

/// A library that multiplies matrices. It is used from one thread: how many threads it employs is a
/// setting of the calling one.
public protocol GEMMProvider {
  /// What the library says of itself.
  var identity: ProviderIdentity { get }

  /// Whether the library multiplies at this precision on this host's own instructions.
  func support(for precision: Precision) -> ProviderSupport

  /// Makes ready to multiply the operands: chooses a kernel, packs weights.
  /// - Parameters:
  ///   - operands: they stay alive at least as long as the prepared product.
  ///   - threads: how many threads the library may use.
  /// - Throws: `ProviderError` when the library refuses.
  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM
}

/// A product that is ready to run, any number of times.
public protocol PreparedGEMM: AnyObject {
  /// The kernel the library chose, in its own words.
  var kernel: String { get }

  /// Computes C = A·B once and waits for the result.
  /// - Throws: `ProviderError` when the library reports a failure.
  func multiply() throws(ProviderError)
}

/// What a library says of itself.
public struct ProviderIdentity: Codable, Equatable, Sendable {
  /// "OpenBLAS", "oneDNN".
  public let name: String
  public let version: String?
  /// The file that was loaded.
  public let path: String
  /// The width of its integers, "lp64" or "ilp64"; `nil` where it plays no part.
  public let abi: String?
  /// The kernel family chosen for this processor, where the library tells before a product is made.
  public let kernel: String?

  public init(name: String, version: String?, path: String, abi: String? = nil, kernel: String? = nil) {
    self.name = name
    self.version = version
    self.path = path
    self.abi = abi
    self.kernel = kernel
  }

  /// Name and version, as a table shows them.
  public var label: String { version.map { "\(name) \($0)" } ?? name }
}

/// Whether a provider covers a precision.
public enum ProviderSupport: Equatable, Sendable {
  case native
  case unsupported(String)
}

/// A failure inside a library, or its word that it has nothing to offer.
public struct ProviderError: Error, CustomStringConvertible, Equatable {
  public let description: String
  /// Whether the library has no native kernel for the product on this host, as opposed to one that failed.
  public let isUnsupported: Bool

  public init(_ description: String, isUnsupported: Bool = false) {
    self.description = description
    self.isUnsupported = isUnsupported
  }
}

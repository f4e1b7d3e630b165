import Rating

/// A library that multiplies matrices. It is used from one thread: how many threads it employs is a
/// setting of the calling one.
public protocol GEMMProvider: AnyObject {
  /// What the library says of itself.
  var identity: ProviderIdentity { get }

  /// Whether the library has a product at this precision.
  func support(for precision: Precision) -> ProviderSupport

  /// Makes ready to multiply the operands: chooses a kernel, packs weights.
  /// - Parameters:
  ///   - operands: they stay alive at least as long as the prepared product.
  ///   - threads: how many threads the library may use.
  /// - Throws: `ProviderError` when the library refuses.
  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM

  /// Whether the number of threads can be set. If not, the library takes all processors that its process may use, and
  /// the caller sees to it that these are as many as the threads it wants.
  var takesThreads: Bool { get }

  /// The processes in which the library runs, if that is not this one.
  var processes: [Int32] { get }

  /// Gives back the memory that no living product needs; a new product takes it again.
  func rest()
}

extension GEMMProvider {
  public func rest() {}
  public var processes: [Int32] { [] }
  public var takesThreads: Bool { true }
}

/// A product that is ready to run, any number of times.
public protocol PreparedGEMM: AnyObject {
  /// The kernel the library chose, in its own words.
  var kernel: String { get }

  /// What it multiplies.
  var operands: Operands { get }

  /// The process in which it runs, if that is not this one.
  var process: Int32? { get }

  /// Computes C = A·B once and waits for the result.
  /// - Throws: `ProviderError` when the library reports a failure.
  func multiply() throws(ProviderError)

  /// Computes C = A·B once.
  /// - Returns: the seconds that it took, by a clock next to where the library runs.
  /// - Throws: `ProviderError` when the library reports a failure.
  func timedMultiply() throws(ProviderError) -> Double

  /// The true clock of the core that calls the library, in GHz; `nil` where it cannot be measured.
  func clockGHz() throws(ProviderError) -> Double?

  /// Nothing will be called for a while: what waits for work by spinning is to leave the processors to others.
  func pause()
}

extension PreparedGEMM {
  public var process: Int32? { nil }

  public func timedMultiply() throws(ProviderError) -> Double {
    let watch = Stopwatch()
    try multiply()
    return watch.seconds
  }

  public func clockGHz() -> Double? { ClockProbe.quickGigahertz() }
  public func pause() {}
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
  /// Whether the library could start processes of its own, whose processor time nobody would count. In a worker it
  /// cannot, unless the system has no means to forbid it.
  public let mayStartProcesses: Bool

  public init(
    name: String, version: String?, path: String, abi: String? = nil, kernel: String? = nil,
    mayStartProcesses: Bool = true
  ) {
    self.name = name
    self.version = version
    self.path = path
    self.abi = abi
    self.kernel = kernel
    self.mayStartProcesses = mayStartProcesses
  }

  /// Writes every key: what the library does not tell is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(version, forKey: .version)
    try container.encode(path, forKey: .path)
    try container.encode(abi, forKey: .abi)
    try container.encode(kernel, forKey: .kernel)
    try container.encode(mayStartProcesses, forKey: .mayStartProcesses)
  }

  /// The same in characters that command no terminal: a library may say anything of itself.
  func printable(mayStartProcesses: Bool) -> ProviderIdentity {
    ProviderIdentity(
      name: name.printable, version: version?.printable, path: path, abi: abi?.printable,
      kernel: kernel?.printable, mayStartProcesses: mayStartProcesses)
  }

  /// Name and version, as a table shows them.
  public var label: String { version.map { "\(name) \($0)" } ?? name }
}

/// Whether a provider covers a precision.
public enum ProviderSupport: Codable, Equatable, Sendable {
  case native
  case unsupported(String)
}

/// A failure inside a library, or its word that it has nothing to offer.
public struct ProviderError: Error, Codable, CustomStringConvertible, Equatable {
  public let description: String
  /// Whether the library has no native kernel for the product on this host, as opposed to one that failed.
  public let isUnsupported: Bool
  /// What to do about it, where that is not the library's own remedy.
  public let remedy: String?

  public init(_ description: String, isUnsupported: Bool = false, remedy: String? = nil) {
    self.description = description
    self.isUnsupported = isUnsupported
    self.remedy = remedy
  }
}

/// Where and with what a run was made: all that a rating needs besides what was measured.
public struct RunCircumstances: Codable, Equatable, Sendable {
  public let host: HostDescription
  /// The libraries that were opened.
  public let libraries: [ProviderIdentity]
  /// Those that a user would want to know of and that could not be opened.
  public let missingLibraries: [MissingLibrary]
  /// How long it took to open the libraries, which the plan's time includes, in seconds.
  public let openingSeconds: Double
  public let environment: RunEnvironment
  /// The libraries' files.
  public let digests: [FileDigest]

  /// Reads them from this system.
  public init(_ host: HostDescription, _ catalogue: ProviderCatalogue) {
    self.host = host
    libraries = catalogue.providers.map(\.identity)
    missingLibraries = catalogue.missing
    openingSeconds = catalogue.openingSeconds
    environment = .current()
    digests = FileDigest.of(Set(libraries.map(\.path)).sorted())
  }
}

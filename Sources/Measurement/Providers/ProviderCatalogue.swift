import Rating

/// The GEMM libraries of this system: those that could be opened, and those that could not.
public struct ProviderCatalogue {
  public let providers: [any GEMMProvider]
  /// Those that a user would want to know of.
  public let missing: [MissingLibrary]
  /// Those whose absence is no news until somebody asks for them.
  public let absent: [MissingLibrary]
  /// The file of each library that was opened, by the path or name that it was looked for under first.
  public let files: [String: String]
  /// How long it took to open them, in seconds.
  public let openingSeconds: Double

  /// Opens libraries.
  /// - Parameters:
  ///   - libraries: those that Assay knows by name, and such as the user names.
  ///   - opener: opens one; in a worker process, unless a test says otherwise.
  public static func open(
    _ libraries: [LibrarySpec] = LibrarySpec.known,
    by opener: (LibrarySpec) throws(ProviderError) -> any GEMMProvider
  ) -> ProviderCatalogue {
    let watch = Stopwatch()
    var providers: [any GEMMProvider] = []
    var (missing, absent): ([MissingLibrary], [MissingLibrary]) = ([], [])
    var files: [String: String] = [:]
    for library in libraries {
      do throws(ProviderError) {
        let provider = try opener(library)
        files[library.paths[0]] = provider.identity.path
        if providers.contains(where: { Self.isSame($0.identity, provider.identity) }) { continue }
        providers.append(provider)
        if let other = try? otherKernelFamily(of: library, provider.identity, by: opener) {
          providers.append(other)
        }
      } catch {
        let remedy = error.remedy ?? library.remedy
        let entry = MissingLibrary(
          name: library.name, path: library.paths[0], reason: error.description,
          remedy: remedy ?? "install it, or give its file by --blas")
        if remedy == nil { absent.append(entry) } else { missing.append(entry) }
      }
    }
    return ProviderCatalogue(
      providers: providers, missing: missing, absent: absent, files: files, openingSeconds: watch.seconds)
  }

  /// Those whose name and version begin with a text.
  public func matching(_ label: String) -> ProviderCatalogue {
    ProviderCatalogue(
      providers: providers.filter { $0.identity.label.lowercased().hasPrefix(label.lowercased()) },
      missing: missing, absent: absent, files: files, openingSeconds: openingSeconds)
  }

  /// The libraries that could not be opened and that a text may mean: its beginning is the name's, or the name's its.
  public func unopened(_ label: String) -> [MissingLibrary] {
    let label = label.lowercased()
    return (missing + absent).filter {
      let name = $0.name.lowercased()
      return name.hasPrefix(label) || label.hasPrefix(name)
    }
  }

  /// Whether two names lead to the same file and the same interface.
  private static func isSame(_ one: ProviderIdentity, _ other: ProviderIdentity) -> Bool {
    one.path == other.path && (one.name == other.name || one.abi != nil && other.abi != nil)
  }

  /// An OpenBLAS that chose AVX-512 kernels, once more with those for AVX2, where it has them: on some processors
  /// they are the better ones for FP32.
  private static func otherKernelFamily(
    of library: LibrarySpec, _ identity: ProviderIdentity,
    by opener: (LibrarySpec) throws(ProviderError) -> any GEMMProvider
  ) throws(ProviderError) -> (any GEMMProvider)? {
    let wide = ["SkylakeX", "Cooperlake", "SapphireRapids"]
    guard identity.name == "OpenBLAS", let kernel = identity.kernel, wide.contains(kernel) else { return nil }
    let other = try opener(
      library.variant(
        "OpenBLAS (Haswell)", environment: ["OPENBLAS_CORETYPE": "Haswell"], path: identity.path))
    return other.identity.kernel == kernel ? nil : other
  }

  /// The kernel that a library chose for one precision.
  public struct KernelChoice {
    public let provider: ProviderIdentity
    public let precision: Precision
    /// The kernel in the library's own words, or why there is none.
    public let kernel: String
  }

  /// Asks every library which kernel it chooses for a small product at each precision it has a product for.
  public func kernels(threads: Int, nativePath: NativePath) -> [KernelChoice] {
    providers.flatMap { provider in
      Precision.allCases.filter { provider.support(for: $0) == .native }
        .map { precision in
          var kernel: String
          do {
            let operands = try Operands(precision: precision, shape: GEMMShape(square: 256), seed: 1)
            kernel = try provider.prepare(operands, threads: threads).kernel
            if nativePath.missing(precision) != nil { kernel += ", by conversion" }
          } catch {
            kernel = "none: \(error)"
          }
          return KernelChoice(provider: provider.identity, precision: precision, kernel: kernel)
        }
    }
  }
}

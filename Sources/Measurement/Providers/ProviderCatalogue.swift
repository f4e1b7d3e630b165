import Rating

/// The GEMM libraries of this system: those that could be opened, and those that could not.
public struct ProviderCatalogue {
  public let providers: [any GEMMProvider]
  public let missing: [MissingLibrary]

  /// Opens every library that Assay knows by name.
  /// - Parameter blas: further CBLAS libraries, by path.
  public static func open(blas: [String] = []) -> ProviderCatalogue {
    var providers: [any GEMMProvider] = []
    var missing: [MissingLibrary] = []
    func open(
      _ name: String, _ paths: [String], remedy: String,
      _ make: (String) throws(ProviderError) -> any GEMMProvider
    ) {
      var reasons: [String] = []
      for path in paths {
        do {
          providers.append(try make(path))
          return
        } catch {
          reasons.append(error.description)
        }
      }
      missing.append(MissingLibrary(name: name, reason: reasons.first ?? "not looked for", remedy: remedy))
    }
    open(
      "OpenBLAS", ["libopenblas.so.0", "libopenblas.so"],
      remedy: "install OpenBLAS (Debian and Ubuntu: apt install libopenblas0-pthread)"
    ) { path throws(ProviderError) in try CBLASProvider(name: "OpenBLAS", path: path) }
    open(
      "oneDNN", ["libdnnl.so.3", "libdnnl.so.2", "libdnnl.so"],
      remedy: "install oneDNN (Debian and Ubuntu: apt install libdnnl-dev)"
    ) { path throws(ProviderError) in try OneDNNProvider(path: path) }
    for path in blas {
      open(
        path, [path], remedy: "give the path of a shared library that exports cblas_dgemm or cblas_sgemm"
      ) {
        path throws(ProviderError) in try CBLASProvider(name: "BLAS", path: path)
      }
    }
    return ProviderCatalogue(providers: providers, missing: missing)
  }

  /// The kernel that a library chose for one precision.
  public struct KernelChoice {
    public let provider: ProviderIdentity
    public let precision: Precision
    /// The kernel in the library's own words, or why there is none.
    public let kernel: String
  }

  /// Asks every library which kernel it chooses for a small product at each precision it multiplies natively here.
  public func kernels(threads: Int, nativePath: NativePath) -> [KernelChoice] {
    providers.flatMap { provider in
      Precision.allCases.filter { provider.support(for: $0) == .native && nativePath.missing($0) == nil }
        .map { precision in
          let kernel: String
          do {
            let operands = try Operands(precision: precision, shape: GEMMShape(square: 256), seed: 1)
            kernel = try provider.prepare(operands, threads: threads).kernel
          } catch {
            kernel = "none: \(error)"
          }
          return KernelChoice(provider: provider.identity, precision: precision, kernel: kernel)
        }
    }
  }
}

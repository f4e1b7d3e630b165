import Foundation

/// A library to look for, and how to speak with it.
public struct LibrarySpec: Codable, Hashable, Sendable {
  /// The interface through which a library multiplies.
  public enum Interface: String, Codable, Sendable {
    /// CBLAS, with the extensions of MKL and AOCL where the library has them.
    case cblas
    /// oneDNN's matmul primitive, with B packed beforehand.
    case oneDNNMatmul
    /// oneDNN's plain calls `dnnl_sgemm` and `dnnl_gemm_u8s8s32`, which need no engine.
    case oneDNNCalls
  }

  /// What to call it in reports.
  public let name: String
  /// Files, or names that the dynamic loader searches for; the first that opens is taken.
  public let paths: [String]
  public let interface: Interface
  /// What the library is to find in its environment.
  public let environment: [String: String]
  /// What to do when there is none of it; `nil` for a library whose absence is no news.
  public let remedy: String?

  public init(
    name: String, paths: [String], interface: Interface, environment: [String: String] = [:],
    remedy: String? = nil
  ) {
    self.name = name
    self.paths = paths
    self.interface = interface
    self.environment = environment
    self.remedy = remedy
  }

  /// Opens the library in this process.
  /// - Throws: `ProviderError` with the loader's words for the first path.
  public func open() throws(ProviderError) -> any GEMMProvider {
    var first: ProviderError?
    for path in paths {
      do throws(ProviderError) {
        if path.contains("/"), let kind = IrregularFile(path) {
          throw ProviderError("\(kind), not a regular file")
        }
        switch interface {
        case .cblas: return try CBLASProvider(name: name, path: path)
        case .oneDNNMatmul: return try OneDNNProvider(name: name, path: path)
        case .oneDNNCalls: return try OneDNNCallsProvider(name: name, path: path)
        }
      } catch { first = first ?? error }
    }
    throw first ?? ProviderError("no path was given")
  }

  /// The same library under another name and with more in its environment.
  func variant(_ name: String, environment: [String: String], path: String) -> LibrarySpec {
    LibrarySpec(
      name: name, paths: [path], interface: interface,
      environment: self.environment.merging(environment) { $1 })
  }
}

extension LibrarySpec {
  /// The libraries that Assay knows by name.
  public static let known: [LibrarySpec] = [
    LibrarySpec(
      name: "OpenBLAS", paths: ["libopenblas.so.0", "libopenblas.so"], interface: .cblas,
      remedy: "install OpenBLAS (Debian and Ubuntu: apt install libopenblas0-pthread)"),
    LibrarySpec(
      name: "oneDNN", paths: oneDNN, interface: .oneDNNMatmul,
      remedy: "install oneDNN (Debian and Ubuntu: apt install libdnnl-dev)"),
    LibrarySpec(name: "oneDNN calls", paths: oneDNN, interface: .oneDNNCalls),
    LibrarySpec(
      name: "MKL", paths: ["libmkl_rt.so.3", "libmkl_rt.so.2", "libmkl_rt.so"], interface: .cblas),
    LibrarySpec(
      name: "AOCL-BLAS", paths: ["libblis-mt.so.5", "libblis-mt.so.4", "libblis-mt.so"], interface: .cblas),
    LibrarySpec(name: "BLIS", paths: ["libblis.so.4", "libblis.so.3", "libblis.so"], interface: .cblas),
    LibrarySpec(
      name: "Arm Performance Libraries", paths: ["libarmpl_lp64_mp.so", "libarmpl_mp.so"], interface: .cblas),
    LibrarySpec(
      name: "Accelerate", paths: ["/System/Library/Frameworks/Accelerate.framework/Accelerate"],
      interface: .cblas),
  ]

  private static let oneDNN = ["libdnnl.so.3", "libdnnl.so.2", "libdnnl.so"]

  /// Libraries that the user names: told apart by what their file is called.
  /// - Parameter path: a file, also one below the working directory; or, where it has no slash and no such file is there,
  ///   a name that the dynamic loader searches for.
  public static func named(_ path: String) -> LibrarySpec {
    let path = absolute(path)
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let file = URL(fileURLWithPath: path).lastPathComponent
    let remedy =
      (path.contains("/")
        ? ""
        : "the working directory has no file of that name, so the loader's search path was searched; ")
      + "give the path of a shared library with cblas_dgemm or cblas_sgemm, or of oneDNN"
    if file.contains("dnnl") {
      return LibrarySpec(
        name: "oneDNN", paths: [path], interface: .oneDNNMatmul, environment: beside(directory),
        remedy: remedy)
    }
    let name =
      ["openblas": "OpenBLAS", "mkl": "MKL", "blis": "BLIS", "armpl": "Arm Performance Libraries"]
      .first { file.lowercased().contains($0.key) }?.value ?? "BLAS"
    return LibrarySpec(
      name: name, paths: [path], interface: .cblas,
      environment: name == "MKL" ? beside(directory).merging(threading(directory)) { $1 } : [:],
      remedy: remedy)
  }

  /// A path that holds wherever the working directory is; a name for the loader to search stays as it is.
  private static func absolute(_ path: String) -> String {
    let directory = FileManager.default.currentDirectoryPath
    let isSearched = !path.contains("/") && !FileManager.default.fileExists(atPath: path)
    return path.hasPrefix("/") || directory.isEmpty || isSearched ? path : "\(directory)/\(path)"
  }

  /// Lets a library find its own parts and its run-time next to itself, as Python wheels lay them out.
  private static func beside(_ directory: String) -> [String: String] {
    let old = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    var environment = ["LD_LIBRARY_PATH": old.map { "\(directory):\($0)" } ?? directory]
    // The SYCL build of oneDNN has no CPU engine without Intel's OpenCL driver.
    let driver = directory + "/libintelocl.so"
    if FileManager.default.fileExists(atPath: driver) { environment["OCL_ICD_FILENAMES"] = driver }
    return environment
  }

  /// MKL's own threads come from libiomp5; where that is not beside it, GNU's serve.
  private static func threading(_ directory: String) -> [String: String] {
    FileManager.default.fileExists(atPath: directory + "/libiomp5.so") ? [:] : ["MKL_THREADING_LAYER": "GNU"]
  }
}

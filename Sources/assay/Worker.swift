import Foundation
import Measurement

/// Opens libraries in worker processes of this command.
enum Worker {
  /// This command's own file.
  static var executable: URL { URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath() }

  /// - Parameter patience: how long the library may take to do anything on top of its arithmetic, in seconds.
  static func open(_ library: LibrarySpec, patience: Double) throws(ProviderError) -> any GEMMProvider {
    try WorkerProvider(library, executable: executable, patience: patience)
  }
}

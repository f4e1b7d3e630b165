import Foundation
import Measurement

/// Opens libraries in worker processes of this command.
enum Worker {
  /// - Parameter patience: how long the library may take to do anything on top of its arithmetic, in seconds.
  static func open(_ library: LibrarySpec, patience: Double) throws(ProviderError) -> any GEMMProvider {
    try WorkerProvider(
      library, executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      patience: patience)
  }
}

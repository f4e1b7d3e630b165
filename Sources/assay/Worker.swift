import Foundation
import Measurement

/// Opens libraries in worker processes of this command.
enum Worker {
  static func open(_ library: LibrarySpec) throws(ProviderError) -> any GEMMProvider {
    try WorkerProvider(
      library, executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath())
  }
}

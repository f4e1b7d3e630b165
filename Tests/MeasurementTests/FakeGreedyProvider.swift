import Foundation
import Rating

@testable import Measurement

/// An honest library whose process seems to have used seconds of processor time in a burst of milliseconds: until the
/// first timed call it is a process that there is none of, then this one.
final class FakeGreedyProvider: GEMMProvider {
  private let honest = FakeProvider()
  var identity: ProviderIdentity { honest.identity }

  func support(for precision: Precision) -> ProviderSupport { honest.support(for: precision) }

  func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    Product(try honest.prepare(operands, threads: threads))
  }

  private final class Product: PreparedGEMM {
    private let honest: any PreparedGEMM
    private(set) var process: Int32? = Product.nobody
    /// Above the highest that Linux gives (2^22).
    private static let nobody: Int32 = 1 << 23
    var kernel: String { honest.kernel }
    var operands: Operands { honest.operands }

    init(_ honest: any PreparedGEMM) {
      self.honest = honest
      while ProcessorTime.ownSeconds() < 2 {}
    }

    func multiply() throws(ProviderError) { try honest.multiply() }

    func pause() { process = Self.nobody }

    func timedMultiply() throws(ProviderError) -> Double {
      process = getpid()
      let watch = Stopwatch()
      try multiply()
      usleep(25_000)
      return watch.seconds
    }
  }
}

import Foundation

/// Memory of fixed size, aligned to a cache line and freed with its owner.
final class AlignedBuffer {
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int

  /// - Throws: `MeasurementError.allocationFailed` when the system refuses.
  init(byteCount: Int) throws(MeasurementError) {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 4096, max(byteCount, 64)) == 0, let memory else {
      throw .allocationFailed(byteCount)
    }
    pointer = memory
    self.byteCount = byteCount
  }

  deinit { free(pointer) }

  /// Fills the buffer from a seeded stream.
  func fill<Element: RandomElement>(with _: Element.Type, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for element in elements(of: Element.self) {
      element.initialize(to: Element(randomBits: generator.next()))
    }
  }

  /// Sets every byte to 0xff: NaN in a floating-point format, -1 in an integer one.
  func poison() { memset(pointer, 0xff, byteCount) }

  func values<Element>(of _: Element.Type) -> UnsafeBufferPointer<Element> {
    let count = byteCount / MemoryLayout<Element>.stride
    return UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: Element.self), count: count)
  }

  private func elements<Element>(of _: Element.Type) -> some Sequence<UnsafeMutablePointer<Element>> {
    let start = pointer.assumingMemoryBound(to: Element.self)
    return (0..<byteCount / MemoryLayout<Element>.stride).lazy.map { start + $0 }
  }
}

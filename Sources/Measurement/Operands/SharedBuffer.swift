import CSystem
import Foundation
import Synchronization

/// Memory of fixed size, aligned to a page, that a worker process can map too. Pages are taken when first written.
final class SharedBuffer {
  /// In a worker, inputs cannot be written through it.
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int
  let region: Region
  private let descriptor: Int32

  /// How a worker finds a buffer of its parent.
  struct Region: Codable, Hashable {
    /// Unique among the buffers of the parent, in time as well: a descriptor may come again.
    let number: Int
    /// The descriptor in the parent.
    let descriptor: Int32
    let byteCount: Int
  }

  /// - Throws: `MeasurementError.allocationFailed` when the system refuses.
  init(byteCount: Int) throws(MeasurementError) {
    let size = max(byteCount, 64)
    descriptor = csystem_shared_memory(size)
    guard descriptor >= 0, let memory = Self.map(descriptor, size) else {
      let error = errno
      if descriptor >= 0 { close(descriptor) }
      throw .allocationFailed(bytes: size, error: error)
    }
    pointer = memory
    self.byteCount = size
    region = Region(
      number: Self.count.wrappingAdd(1, ordering: .relaxed).newValue, descriptor: descriptor, byteCount: size)
  }

  /// Maps a buffer of the parent process.
  /// - Parameter isInput: whether a library that writes to it is to crash: changed inputs could make a product easy.
  /// - Throws: `ProviderError` when the system refuses.
  init(_ region: Region, isInput: Bool) throws(ProviderError) {
    self.region = region
    byteCount = region.byteCount
    descriptor = open(
      "/proc/\(getppid())/fd/\(region.descriptor)", (isInput ? O_RDONLY : O_RDWR) | O_CLOEXEC)
    guard descriptor >= 0,
      let memory = Self.map(descriptor, region.byteCount, isInput ? PROT_READ : PROT_READ | PROT_WRITE)
    else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw ProviderError("the worker cannot map the operands: \(reason)")
    }
    pointer = memory
  }

  deinit {
    munmap(pointer, byteCount)
    close(descriptor)
  }

  /// From now on nobody can map the memory anew to write to it: who has it writable keeps it so.
  func seal() { _ = csystem_seal(descriptor) }

  /// Gives the pages behind the first bytes back to the system; what they held is lost.
  func trim(to byteCount: Int) {
    let start = (byteCount + Self.pageSize - 1) / Self.pageSize * Self.pageSize
    if start < self.byteCount { madvise(pointer + start, self.byteCount - start, Int32(MADV_REMOVE)) }
  }

  private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// Sets the first bytes to 0xff: NaN in a floating-point format, -1 in an integer one.
  func poison(byteCount: Int) { memset(pointer, 0xff, min(byteCount, self.byteCount)) }

  /// The first `count` elements.
  func values<Element>(of _: Element.Type, count: Int) -> UnsafeBufferPointer<Element> {
    precondition(count * MemoryLayout<Element>.stride <= byteCount)
    return UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: Element.self), count: count)
  }

  private static let count = Atomic(0)

  private static func map(
    _ descriptor: Int32, _ size: Int, _ protection: Int32 = PROT_READ | PROT_WRITE
  ) -> UnsafeMutableRawPointer? {
    let memory = mmap(nil, size, protection, MAP_SHARED, descriptor, 0)
    return memory == MAP_FAILED ? nil : memory
  }
}

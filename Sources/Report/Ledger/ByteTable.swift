#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Gives equal runs of bytes equal numbers, from 0, and keeps each run once.
struct ByteTable {
  private var slots = [Int32](repeating: -1, count: 1 << 10)
  private var hashes: [UInt32] = []
  private var ends: [Int] = []
  private var bytes: [UInt8] = []

  var count: Int { hashes.count }

  /// The run with a number.
  func withBytes<Result>(_ number: Int32, _ body: (CSVLine.Bytes) -> Result) -> Result {
    let number = Int(number)
    let start = number == 0 ? 0 : ends[number - 1]
    return bytes.withUnsafeBufferPointer { body(CSVLine.Bytes(rebasing: $0[start..<ends[number]])) }
  }

  /// The number of a run that is in the table; `nil` for any other.
  func known(_ run: CSVLine.Bytes) -> Int32? {
    let number = slots[slot(of: run, Self.hash(run))]
    return number < 0 ? nil : number
  }

  /// The number of a run; the next one for a new run.
  mutating func number(_ run: CSVLine.Bytes) -> Int32 {
    let hash = Self.hash(run)
    let free = slot(of: run, hash)
    if slots[free] >= 0 { return slots[free] }
    let number = Int32(count)
    slots[free] = number
    hashes.append(hash)
    bytes += run
    ends.append(bytes.count)
    if 4 * count > 3 * slots.count { grow() }
    return number
  }

  /// Eight bytes at a time, each step a multiplication whose halves are folded (as wyhash does).
  private static func hash(_ run: CSVLine.Bytes) -> UInt32 {
    var state = UInt64(run.count) &+ 0x9e37_79b9_7f4a_7c15
    var offset = 0
    func mix(_ word: UInt64) {
      let product = (state ^ word).multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
      state = product.high ^ product.low
    }
    let raw = UnsafeRawBufferPointer(run)
    while offset + 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < raw.count {
      rest = rest << 8 | UInt64(raw[offset])
      offset += 1
    }
    mix(rest)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  /// The slot that holds a run, or that is free for it.
  private func slot(of run: CSVLine.Bytes, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isEqual(number, run) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func isEqual(_ number: Int, _ run: CSVLine.Bytes) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == run.count else { return false }
    guard let other = run.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { all in
      all.baseAddress.map { memcmp($0 + start, other, run.count) == 0 } ?? (run.count == 0)
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}

/// Gives equal names equal numbers, from 0, without a string for each occurrence.
///
/// Names are equal if they differ in the case of ASCII letters and in blanks alone.
struct NameTable {
  private var slots = [Int32](repeating: -1, count: 1 << 10)
  private var hashes: [UInt32] = []
  /// The end of each name in `keys` and in `texts`.
  private var keyEnds: [Int] = []
  private var textEnds: [Int] = []
  private var keys: [UInt8] = []
  private var texts: [UInt8] = []
  private var scratch: [UInt8] = []

  var count: Int { hashes.count }

  /// The name as it was first written.
  subscript(number: Int32) -> String {
    let number = Int(number)
    return String(decoding: texts[(number == 0 ? 0 : textEnds[number - 1])..<textEnds[number]], as: UTF8.self)
  }

  /// The number of a name; a new one for a new name. `nil` for a blank.
  mutating func number(_ bytes: CSVLine.Bytes) -> Int32? {
    let hash = readKey(bytes)
    guard !scratch.isEmpty else { return nil }
    var slot = find(hash)
    if slots[slot] >= 0 { return slots[slot] }
    if 4 * (count + 1) > 3 * slots.count {
      grow()
      slot = find(hash)
    }
    slots[slot] = Int32(count)
    hashes.append(hash)
    keys += scratch
    keyEnds.append(keys.count)
    texts += bytes.trimmed
    textEnds.append(texts.count)
    return Int32(count - 1)
  }

  /// The number of a name that is in the table; `nil` for any other.
  mutating func known(_ name: String) -> Int32? {
    var name = name
    return name.withUTF8 { bytes in
      let hash = readKey(bytes)
      let number = slots[find(hash)]
      return scratch.isEmpty || number < 0 ? nil : number
    }
  }

  /// Writes the key to `scratch`: in small letters, each run of blanks one blank, none at the ends.
  /// - Returns: its hash (FNV-1a).
  private mutating func readKey(_ bytes: CSVLine.Bytes) -> UInt32 {
    scratch.removeAll(keepingCapacity: true)
    var hash: UInt32 = 2_166_136_261
    var isBlankDue = false
    for byte in bytes {
      if byte == 0x20 || byte == 0x09 {
        isBlankDue = !scratch.isEmpty
        continue
      }
      if isBlankDue {
        scratch.append(0x20)
        hash = (hash ^ 0x20) &* 16_777_619
        isBlankDue = false
      }
      let small = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
      scratch.append(small)
      hash = (hash ^ UInt32(small)) &* 16_777_619
    }
    return hash
  }

  /// The slot that holds the key of `scratch`, or that is free for it.
  private func find(_ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash ^ hash >> 15) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash {
        let start = number == 0 ? 0 : keyEnds[number - 1]
        let isEqual =
          keyEnds[number] - start == scratch.count
          && keys.withUnsafeBufferPointer { keys in
            scratch.withUnsafeBufferPointer { scratch in
              scratch.indices.allSatisfy { keys[start + $0] == scratch[$0] }
            }
          }
        if isEqual { return slot }
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash ^ hash >> 15) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Without blanks at the ends.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var (start, end) = (0, count)
    while start < end && (self[start] == 0x20 || self[start] == 0x09) { start += 1 }
    while end > start && (self[end - 1] == 0x20 || self[end - 1] == 0x09) { end -= 1 }
    return UnsafeBufferPointer(rebasing: self[start..<end])
  }

  /// As a message may quote it: not endless, and without characters that command a terminal.
  var quoted: String {
    let longest = 60
    let shown = String(decoding: prefix(longest), as: UTF8.self).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "'" + shown.joined() + (count > longest ? "…'" : "'")
  }
}

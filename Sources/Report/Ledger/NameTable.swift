/// Gives equal names equal numbers, from 0, without a string for each occurrence.
///
/// Names are equal if they differ in the case of ASCII letters and in blanks alone.
struct NameTable {
  /// Every spelling, as written.
  private var spellings = ByteTable()
  /// By number of the spelling: the number of the name.
  private var names: [Int32] = []
  /// What counts of each name.
  private var keys = ByteTable()
  /// By number of the name: its first spelling.
  private var firstSpellings: [Int32] = []

  var count: Int { firstSpellings.count }

  /// The name as it was first written.
  subscript(number: Int32) -> String {
    spellings.withBytes(firstSpellings[Int(number)]) { String(decoding: $0, as: UTF8.self) }
  }

  /// The number of a name; a new one for a new name. `nil` for a blank.
  mutating func number(_ bytes: CSVLine.Bytes) -> Int32? {
    let spelling = Int(spellings.number(bytes))
    if spelling < names.count { return names[spelling] < 0 ? nil : names[spelling] }
    let key = Self.key(bytes)
    let name = key.isEmpty ? -1 : key.withUnsafeBufferPointer { keys.number($0) }
    names.append(name)
    if name == Int32(firstSpellings.count) { firstSpellings.append(Int32(spelling)) }
    return name < 0 ? nil : name
  }

  /// The number of a name that is in the table; `nil` for any other.
  func known(_ name: String) -> Int32? {
    let key = Array(name.utf8).withUnsafeBufferPointer(Self.key)
    return key.withUnsafeBufferPointer { keys.known($0) }
  }

  /// In small letters, each run of blanks one blank, none at the ends.
  private static func key(_ bytes: CSVLine.Bytes) -> [UInt8] {
    var key: [UInt8] = []
    var isBlankDue = false
    for byte in bytes {
      if byte == 0x20 || byte == 0x09 {
        isBlankDue = !key.isEmpty
        continue
      }
      if isBlankDue { key.append(0x20) }
      isBlankDue = false
      key.append(byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
    }
    return key
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

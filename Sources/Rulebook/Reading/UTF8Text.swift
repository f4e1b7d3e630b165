import Foundation

/// The text of a file, refused at the first byte that is not UTF-8.
struct UTF8Text {
  let text: String

  init(_ data: Data, file: String) throws(RulebookError) {
    if let valid = String(validating: data, as: UTF8.self) {
      text = valid
      return
    }
    var codec = UTF8()
    var bytes = data.makeIterator()
    var line = 1
    var column = 1
    while case .scalarValue(let scalar) = codec.decode(&bytes) {
      column += 1
      if scalar == "\n" {
        line += 1
        column = 1
      }
    }
    throw .invalid(
      at: SourceLocation(file: file, line: line, column: column), problem: "the byte is not UTF-8",
      remedy: "save the file as UTF-8")
  }
}

extension String {
  /// The text without control characters, and not endless.
  var printable: String { printable(upTo: 120) }

  /// The same, cut at another length.
  func printable(upTo length: Int) -> String {
    let scalars = unicodeScalars.filter { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    return String(String(String.UnicodeScalarView(scalars)).prefix(length))
  }
}

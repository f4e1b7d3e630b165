extension String {
  /// The text without control characters, and not endless.
  package var printable: String { printable(upTo: 120) }

  /// The text without control characters, and no longer than so many characters.
  package func printable(upTo length: Int) -> String {
    let scalars = unicodeScalars.filter { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    return String(String(String.UnicodeScalarView(scalars)).prefix(length))
  }
}

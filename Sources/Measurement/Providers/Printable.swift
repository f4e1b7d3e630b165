extension String {
  /// The text without control characters, and not endless.
  var printable: String {
    let scalars = unicodeScalars.filter { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    return String(String(String.UnicodeScalarView(scalars)).prefix(120))
  }
}

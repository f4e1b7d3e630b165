extension String {
  /// The text as one word of a POSIX shell's command line, whatever it holds (POSIX.1-2017, XCU 2.2.2).
  var shellQuoted: String { "'" + replacing("'", with: #"'\''"#) + "'" }
}

/// Text in LaTeX and in BibTeX fields.
enum LaTeXText {
  /// Every character that LaTeX reads as something else is written so that it prints. Braces become words, since BibTeX
  /// counts them even behind a backslash.
  static func escaped(_ text: String) -> String { text.map(escaped).joined() }

  private static func escaped(_ character: Character) -> String {
    switch character {
    case "\\": "\\textbackslash{}"
    case "{": "\\textbraceleft{}"
    case "}": "\\textbraceright{}"
    case "&", "%", "$", "#", "_": "\\\(character)"
    case "~": "\\textasciitilde{}"
    case "^": "\\textasciicircum{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    case "\"": "''"
    case "`": "\\textasciigrave{}"
    case "×": "$\\times$"
    case "≥": "$\\geq$"
    case "≤": "$\\leq$"
    case "²": "$^2$"
    default: String(character)
    }
  }
}

/// The text of SVG elements, the same bytes wherever it is made.
enum SVG {
  /// A coordinate with at most two decimals, by whole numbers: no locale has a say.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let fraction = Int(hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    let whole = sign + String(hundredths.magnitude / 100)
    if fraction == 0 { return whole }
    return "\(whole).\(fraction < 10 ? "0" : "")\(fraction.isMultiple(of: 10) ? fraction / 10 : fraction)"
  }

  /// An element with attributes in the order given.
  /// - Parameter content: elements; text is to be escaped before.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: String = ""
  ) -> String {
    let list = attributes.map { " \($0.key)=\"\(MarkupText.escaped($0.value))\"" }.joined()
    return content.isEmpty ? "<\(name)\(list)/>\n" : "<\(name)\(list)>\(content)</\(name)>\n"
  }

  static func group(_ attributes: KeyValuePairs<String, String>, _ elements: [String]) -> String {
    elements.isEmpty ? "" : element("g", attributes, "\n" + elements.joined())
  }

  /// What a reader sees who points at an element.
  static func tooltip(_ text: String) -> String {
    "<title>\(MarkupText.escaped(MarkupText.singleLine(text)))</title>"
  }

  /// Text on one line, from its left end, middle or right end on the base line.
  static func text(
    _ text: String, x: Double, y: Double, style: String, anchor: String = "start"
  ) -> String {
    element(
      "text", ["x": number(x), "y": number(y), "class": style, "text-anchor": anchor],
      MarkupText.escaped(MarkupText.singleLine(text)))
  }

  static func line(_ a: PlotPoint, _ b: PlotPoint, style: String) -> String {
    element(
      "line", ["x1": number(a.x), "y1": number(a.y), "x2": number(b.x), "y2": number(b.y), "class": style])
  }

  static func rect(_ rect: PlotRect, style: String) -> String {
    element(
      "rect",
      [
        "x": number(rect.x), "y": number(rect.y), "width": number(rect.width), "height": number(rect.height),
        "class": style,
      ])
  }

  /// The commands of a path through points.
  static func path(_ points: [PlotPoint]) -> String {
    points.isEmpty
      ? "" : "M" + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: " L")
  }
}

import Foundation
import Testing

@testable import Report

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A drawing as an XML parser reads it.
struct SVGDrawing {
  final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    /// All text within.
    var text = ""

    init(_ name: String, _ attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }

    func child(_ name: String) -> Element? { children.first { $0.name == name } }

    func has(_ style: String) -> Bool {
      (attributes["class"] ?? "").split(separator: " ").contains { $0 == style }
    }

    func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
  }

  struct Text {
    let text: String
    let x: Double
    let y: Double
  }

  let root: Element
  /// Every element, in the order of the text.
  let all: [Element]

  /// - Throws: where the text is no well-formed XML document of one `svg` element.
  init(_ text: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    root = try #require(reader.all.first)
    all = reader.all
    #expect(root.name == "svg")
    #expect(root.attributes["xmlns"] == "http://www.w3.org/2000/svg")
  }

  func texts(_ style: String) -> [Text] {
    all.filter { $0.name == "text" && $0.has(style) }.map {
      Text(text: $0.text, x: $0.number("x"), y: $0.number("y"))
    }
  }

  /// The corners of paths that are made of straight lines.
  func paths(_ style: String) -> [[PlotPoint]] {
    all.filter { $0.name == "path" && $0.has(style) }.map { path in
      (path.attributes["d"] ?? "").split { "MLZ".contains($0) }.map { pair in
        let numbers = pair.split(separator: " ").compactMap { Double($0) }
        return PlotPoint(x: numbers[0], y: numbers[1])
      }
    }
  }

  /// The middles of round markers, full and hollow, without those of the legend.
  var circleCenters: [PlotPoint] {
    all.filter {
      $0.name == "path" && ($0.has("plot-dot") || $0.has("plot-pale")) && $0.child("title") != nil
    }.compactMap { marker in
      let parts = (marker.attributes["d"] ?? "").split { " Ma".contains($0) }
      guard parts.count > 7, let x = Double(parts[0]), let y = Double(parts[1]), let radius = Double(parts[2])
      else { return nil }
      return PlotPoint(x: x + radius, y: y)
    }
  }

  /// The abscissa of a date, from two of the marks on the axis.
  func years() throws -> (Double) -> Double {
    let ticks = texts("plot-x").compactMap { tick in Double(tick.text).map { ($0, tick.x) } }
    let first = try #require(ticks.first)
    let last = try #require(ticks.last)
    return { first.1 + ($0 - first.0) * (last.1 - first.1) / (last.0 - first.0) }
  }
}

private final class Reader: NSObject, XMLParserDelegate {
  var all: [SVGDrawing.Element] = []
  private var open: [SVGDrawing.Element] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = SVGDrawing.Element(name, attributes)
    open.last?.children.append(element)
    open.append(element)
    all.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    for element in open { element.text += text }
  }
}

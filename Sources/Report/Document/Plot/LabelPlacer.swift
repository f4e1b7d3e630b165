/// An upright rectangle in units of the drawing.
struct PlotRect: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  func intersects(_ other: PlotRect) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
  }

  func contains(_ other: PlotRect) -> Bool {
    x <= other.x && other.x + other.width <= x + width && y <= other.y
      && other.y + other.height <= y + height
  }
}

/// Finds room for labels one after another: none ever covers another or a marker, and lines are kept clear where there
/// is a choice.
struct LabelPlacer {
  private let bounds: PlotRect
  private var taken = RectGrid()
  private var lines = RectGrid()

  /// - Parameter bounds: where labels may stand.
  init(bounds: PlotRect) { self.bounds = bounds }

  /// Keeps labels off a marker.
  mutating func block(_ rect: PlotRect) { taken.insert(rect) }

  /// Keeps labels off a line where there is other room.
  mutating func avoid(_ line: [PlotPoint]) {
    for (a, b) in zip(line, line.dropFirst()) {
      let count = min(max(1, Int(max((b.x - a.x).magnitude, (b.y - a.y).magnitude) / 5)), 2000)
      for step in 0...count {
        let share = Double(step) / Double(count)
        let x = a.x + (b.x - a.x) * share
        let y = a.y + (b.y - a.y) * share
        lines.insert(PlotRect(x: x - 2, y: y - 2, width: 4, height: 4))
      }
    }
  }

  /// Takes the first of the rectangles that is free, rather one that covers no line.
  /// - Returns: its index; `nil` where none is free.
  mutating func place(_ candidates: [PlotRect]) -> Int? {
    var best: (index: Int, crossings: Int)?
    for (index, rect) in candidates.enumerated()
    where bounds.contains(rect) && taken.count(rect, atMost: 1) == 0 {
      let crossings = lines.count(rect, atMost: best?.crossings ?? .max)
      if crossings < best?.crossings ?? .max { best = (index, crossings) }
      if crossings == 0 { break }
    }
    if let best { taken.insert(candidates[best.index]) }
    return best?.index
  }
}

/// Rectangles by the squares of a grid that they touch.
private struct RectGrid {
  private struct Cell: Hashable {
    let column: Int
    let row: Int
  }

  private var cells: [Cell: [PlotRect]] = [:]

  mutating func insert(_ rect: PlotRect) {
    Self.forEachCell(rect) { cells[$0, default: []].append(rect) }
  }

  /// How many squares' rectangles meet this one, counted up to a limit.
  func count(_ rect: PlotRect, atMost limit: Int) -> Int {
    var count = 0
    Self.forEachCell(rect) { cell in
      guard count < limit else { return }
      count += cells[cell]?.count { $0.intersects(rect) } ?? 0
    }
    return count
  }

  private static func forEachCell(_ rect: PlotRect, _ body: (Cell) -> Void) {
    let side = 32.0
    func cell(_ place: Double) -> Int { Int((place / side).rounded(.down)) }
    for column in cell(rect.x)...cell(rect.x + rect.width) {
      for row in cell(rect.y)...cell(rect.y + rect.height) {
        body(Cell(column: column, row: row))
      }
    }
  }
}

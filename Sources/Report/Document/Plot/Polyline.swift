extension Array where Element == PlotPoint {
  /// The line with a corner where each value gives way to the next.
  var steps: [PlotPoint] {
    zip(self, dropFirst()).reduce(into: Array(prefix(1))) { line, pair in
      line.append(PlotPoint(x: pair.1.x, y: pair.0.y))
      line.append(pair.1)
    }
  }

  /// The line up to an abscissa and the rest; both have the point of division.
  func divided(at x: Double) -> (before: [PlotPoint], after: [PlotPoint]) {
    guard let index = firstIndex(where: { $0.x > x }) else { return (self, []) }
    guard index > 0 else { return ([], self) }
    let a = self[index - 1]
    let b = self[index]
    let middle = PlotPoint(x: x, y: a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x))
    return (Array(self[..<index]) + (a == middle ? [] : [middle]), [middle] + self[index...])
  }
}

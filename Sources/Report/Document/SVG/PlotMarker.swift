import Foundation

/// The shape of a series' points, so that colour is not all that tells series apart.
enum PlotMarker: CaseIterable {
  case circle, square, triangle, diamond, wedge, cross, pentagon

  /// With every round of the colours the shapes move on by one, so that no pair comes back before all were used.
  init(style: Int) {
    let count = UInt(Self.allCases.count)
    self =
      Self.allCases[
        Int((style.magnitude % count + style.magnitude / UInt(SVGStyle.colorCount) % count) % count)]
  }

  /// - Parameter radius: of the circle that has the marker's area.
  func path(at center: PlotPoint, radius: Double) -> String {
    switch self {
    case .circle:
      let r = SVG.number(radius)
      return "M\(SVG.number(center.x - radius)) \(SVG.number(center.y)) "
        + "a\(r) \(r) 0 1 0 \(SVG.number(2 * radius)) 0 a\(r) \(r) 0 1 0 \(SVG.number(-2 * radius)) 0Z"
    case .square: return polygon(center, corners: 4, radius: radius * 1.25, turn: 45)
    case .triangle: return polygon(center, corners: 3, radius: radius * 1.45, turn: 0)
    case .diamond: return polygon(center, corners: 4, radius: radius * 1.35, turn: 0)
    case .wedge: return polygon(center, corners: 3, radius: radius * 1.45, turn: 180)
    case .pentagon: return polygon(center, corners: 5, radius: radius * 1.2, turn: 0)
    case .cross:
      let arm = radius * 1.2
      let half = radius * 0.42
      let steps: [(Double, Double)] = [
        (-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half), (half, arm),
        (-half, arm), (-half, half), (-arm, half), (-arm, -half), (-half, -half),
      ]
      return SVG.path(steps.map { PlotPoint(x: center.x + $0.0, y: center.y + $0.1) }) + "Z"
    }
  }

  /// - Parameter turn: degrees by which the first corner lies clockwise from straight up.
  private func polygon(_ center: PlotPoint, corners: Int, radius: Double, turn: Double) -> String {
    let points = (0..<corners).map { corner in
      let angle = (turn + 360 * Double(corner) / Double(corners)) * .pi / 180
      return PlotPoint(x: center.x + radius * sin(angle), y: center.y - radius * cos(angle))
    }
    return SVG.path(points) + "Z"
  }
}

/// Colours and lines of a drawing. Colours: Okabe and Ito, "Color Universal Design" (2008), told apart by colour-blind
/// readers; darkened or lightened to stand out from the ground.
enum SVGStyle {
  /// Number of colours; further series take the first again with another marker.
  static let colorCount = 7

  private static let light = ["#0072b2", "#d55e00", "#00805d", "#b0578d", "#b07800", "#2b8cc4", "#5d6673"]
  private static let dark = ["#5bb0ea", "#ff8a3d", "#2fc79a", "#e59ac4", "#f0b429", "#8fd0f5", "#a6b0bd"]

  static func color(_ style: Int) -> String { "plot-c\(style.magnitude % UInt(colorCount))" }

  /// - Parameter isAdaptive: whether the drawing darkens with the reader's system.
  static func sheet(isAdaptive: Bool) -> String {
    let shapes = """
      .plot text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;font-size:12px;\
      fill:currentColor;stroke:none}
      .plot .plot-title{font-size:19px;font-weight:bold}
      .plot .plot-axis{font-size:13px}
      .plot .plot-strong{font-weight:bold}
      .plot line,.plot path{fill:none;stroke:currentColor}
      .plot .plot-grid line{stroke-width:1}
      .plot .plot-base{stroke-width:1.25}
      .plot .plot-band{fill:currentColor;fill-opacity:.17;stroke:none}
      .plot .plot-far{fill-opacity:.09}
      .plot .plot-fit{stroke-width:2;stroke-linejoin:round}
      .plot .plot-dash{stroke-dasharray:6 4}
      .plot .plot-dot{fill:currentColor;stroke-width:1}
      .plot .plot-crowd{fill-opacity:.45;stroke:none}
      .plot .plot-pale{fill:none;stroke-width:1;stroke-opacity:.6}
      .plot .plot-whisker{stroke-width:1;stroke-opacity:.55}
      .plot .plot-law{stroke-width:1.5}
      .plot .plot-riser{stroke-width:1.5;stroke-dasharray:1.5 3}
      .plot .plot-mark{stroke-width:1;stroke-opacity:.75;stroke-dasharray:3 3}
      .plot .plot-shade{fill:currentColor;fill-opacity:.06;stroke:none}
      .plot .plot-halo{stroke-width:3.5;stroke-linejoin:round;stroke-opacity:.9;pointer-events:none}
      .plot .plot-leader{stroke-width:.75;stroke-opacity:.6}
      """
    let adaptive =
      "@media (prefers-color-scheme:dark){\n\(colors(dark, dim: "#313a45", soft: "#9aa5b1", ink: "#e8ecf1", ground: "#14181d"))\n}"
    return
      ([shapes, colors(light, dim: "#e4e8ed", soft: "#5b6675", ink: "#1c2430", ground: "#ffffff")]
      + (isAdaptive ? [adaptive] : [])).joined(separator: "\n")
  }

  private static func colors(
    _ series: [String], dim: String, soft: String, ink: String, ground: String
  ) -> String {
    ([
      ".plot{color:\(ink)}", ".plot .plot-ground{fill:\(ground);stroke:none}",
      ".plot .plot-grid{color:\(dim)}", ".plot .plot-soft{color:\(soft)}",
      ".plot .plot-halo{fill:\(ground);stroke:\(ground)}",
    ] + series.enumerated().map { ".plot .plot-c\($0.offset){color:\($0.element)}" }).joined(separator: "\n")
  }
}

extension Document {
  /// Every plot in the order in which it stands.
  public var plots: [Plot] {
    sections.flatMap(\.blocks).compactMap { block in
      if case .plot(let plot) = block { plot } else { nil }
    }
  }
}

/// The files that several plots go to when one is named: `trend.svg`, `trend-2.svg`, `trend-3.svg`.
public enum PlotFileNames {
  /// - Returns: as many paths as there are plots, the first of them as it was given.
  public static func numbered(_ path: String, count: Int) -> [String] {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let name = path[start...]
    // A dot at the start of a name begins no suffix.
    let dot = name.dropFirst().lastIndex(of: ".") ?? path.endIndex
    return (0..<max(0, count)).map { index in
      index == 0 ? path : "\(path[..<dot])-\(index + 1)\(path[dot...])"
    }
  }
}

import Rating

extension ChipDatabase {
  /// The MFU that a user names: a number above 0 and up to 1, the same with the precision of whose peak it is a share
  /// ("0.4@bf16"), or a run of utilisation.csv.
  /// - Parameter precision: the precision that the run is to train in.
  /// - Throws: `ChipDBError.badQuestion` for what is neither, for a share of another precision's peak, and, with the
  ///   choices, for none: there is no default.
  public func mfu(_ text: String?, at precision: Precision) throws(ChipDBError) -> UtilisationShare {
    guard let text else {
      throw .badQuestion(
        "--mfu is missing, and there is no default: give a share of the \(precision.label) peak above 0 and up to 1, "
          + "or one of the published runs:\n" + choices { $0.mfu.map { ($0.bounded, $0.source) } })
    }
    let share = try share(text, "--mfu", \.mfuShare)
    guard let measured = share.precision else {
      if share.run == nil { return share }
      throw .badQuestion(
        "--mfu \(text.quotable): no source says of which precision's peak this is a share, so it cannot be applied to "
          + "\(precision.label); give the number itself if you take it to fit")
    }
    guard measured == precision else {
      throw .badQuestion(
        "--mfu \(text.quotable) is a share of the \(measured.label) peak, and the run is in \(precision.label): a ratio "
          + "of two precisions is no MFU; train in \(measured.rawValue), or give a share of the \(precision.label) peak"
      )
    }
    return share
  }

  /// The goodput that a user names: a number above 0 and up to 1, or a run of utilisation.csv.
  /// - Throws: `ChipDBError.badQuestion` for what is neither, and, with the choices, for none: there is no default.
  public func goodput(_ text: String?) throws(ChipDBError) -> UtilisationShare {
    guard let text else {
      throw .badQuestion(
        "--goodput is missing, and there is no default: give the share of the time that is spent training, above 0 and "
          + "up to 1 (1 for chip-hours of training alone), or one of the published runs:\n"
          + choices { $0.goodput.map { ($0.share, $0.source) } })
    }
    return try share(text, "--goodput", \.goodput)
  }

  private func share(
    _ text: String, _ option: String, _ published: (PublishedUtilisation) -> UtilisationShare?
  ) throws(ChipDBError) -> UtilisationShare {
    guard text.utf8.count <= Self.longestQuery else {
      throw .badQuestion("\(option): more than \(Self.longestQuery) characters; give a number or a run")
    }
    if let run = utilisations.first(where: { $0.run == text.lowercased() }) {
      if let share = published(run) { return share }
      let effective = run.effective.map {
        "; of both together it is known: \($0.value) of the peak over all chip-hours (\($0.source))"
      }
      throw .badQuestion("\(option) \(text.quotable): not known of this run\(effective ?? "")")
    }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let precision = parts.count == 2 ? Precision(rawValue: parts[1].lowercased()) : nil
    let isDecimal = parts[0].utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    guard isDecimal, let value = Double(parts[0]), parts.count == 1 || (precision != nil && option == "--mfu")
    else {
      let nearest = Similarity.nearest(to: text, among: utilisations.map(\.run), limit: 1).first
      throw .badQuestion(
        "\(option) \(text.quotable) is neither a number nor a published run"
          + (nearest.map { ": did you mean '\($0)'? Give" } ?? ": give")
          + " a share above 0 and up to 1, or one of "
          + utilisations.filter { published($0) != nil }.map(\.run).joined(separator: ", "))
    }
    guard value > 0, value <= 1 else {
      throw .badQuestion(
        "\(option) \(text.quotable): give a share above 0 and up to 1"
          + (value > 1 ? "; more than the peak is the ratio of two precisions, or a percentage" : ""))
    }
    return UtilisationShare(
      share: BoundedValue(value), run: nil, precision: precision, chip: nil, source: "given", grade: nil,
      note: nil)
  }

  private func choices(_ figure: (PublishedUtilisation) -> (BoundedValue, String)?) -> String {
    utilisations.compactMap { run in
      figure(run).map { share, source in
        "  \(run.run): \((share.value * 1000).rounded() / 1000), \(run.precision?.label ?? "precision not stated"), "
          + "\(run.chip ?? "chip not stated"), \(source)"
      }
    }.joined(separator: "\n")
  }
}

extension PublishedUtilisation {
  fileprivate var mfuShare: UtilisationShare? { mfu.map { UtilisationShare($0, run: self) } }
}

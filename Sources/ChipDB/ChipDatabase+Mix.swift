import Rating

extension WorkloadPhase {
  /// By how much shares may miss 1 in all, for what binary fractions lose.
  static let shareTolerance = 1e-9

  /// The intensities that are taken, in operations a byte: beyond them every chip is bound by one figure alone.
  static let intensities = 1e-6...1e9
}

extension ChipDatabase {
  /// The phases that a mix can be made of: those of the definitions, each name once.
  public var workloadPhases: [WorkloadPhase] {
    var phases: [WorkloadPhase] = []
    for phase in equivalenceDefinitions.flatMap(\.phases)
    where !phases.contains(where: { $0.name == phase.name }) { phases.append(phase) }
    return phases
  }

  /// A definition of the user's own: "training=0.3,decode=0.7", shares of the reference chip's time.
  /// - Throws: `ChipDBError.badQuestion` for an unknown phase, one that is named twice, shares that do not add up to 1, and
  ///   phases of different reference chips.
  public func mix(_ text: String) throws(ChipDBError) -> EquivalenceDefinition {
    var phases: [WorkloadPhase] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingBlanks) {
      let phase = try self.phase(part)
      if phases.contains(where: { $0.name == phase.name }) {
        throw .badQuestion("--mix names the phase '\(phase.name)' twice: name it once")
      }
      phases.append(phase)
    }
    let total = phases.reduce(0) { $0 + $1.share }
    guard (total - 1).magnitude <= WorkloadPhase.shareTolerance else {
      throw .badQuestion(
        "--mix \(text.quotable): the shares of the reference chip's time add up to \(Figure(total)): make it 1"
      )
    }
    guard phases.count > 1 else {
      throw .badQuestion("--mix \(text.quotable): a mix has two phases or more; for one give --by a figure")
    }
    guard let reference = phases[0].reference, phases.allSatisfy({ $0.reference == reference }) else {
      throw .badQuestion(
        "--mix \(text.quotable): its phases have different reference chips, whose times do not add up: choose phases of "
          + "one")
    }
    return EquivalenceDefinition(
      id: "mix:" + phases.map { "\($0.name)=\(Figure($0.share))" }.joined(separator: ","),
      name: "a mix of the user's own", phases: phases, reference: reference, source: "the user's own shares")
  }

  private func phase(_ part: String) throws(ChipDBError) -> WorkloadPhase {
    let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmingBlanks)
    guard sides.count == 2, let share = Double(sides[1]), share > 0, share <= 1 else {
      throw .badQuestion(
        "--mix \(part.quotable): write a phase and its share of the reference chip's time, such as decode=0.5"
      )
    }
    let known = workloadPhases
    guard let phase = known.first(where: { $0.name == sides[0].lowercased() }) else {
      throw .badQuestion("--mix: " + .unknown("phase", sides[0], among: known.map(\.name)))
    }
    return phase.taking(share)
  }
}

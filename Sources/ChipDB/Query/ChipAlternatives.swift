import Foundation
import Rating

/// Chips ranked by how near they come to another under one definition of equivalence.
public struct ChipAlternatives: Sendable {
  /// How one figure of an alternative stands to the subject's.
  public struct Difference: Sendable {
    public let figure: ChipFigure
    public let subject: Double?
    public let alternative: Double?
    /// Alternative / subject; `nil` where one of them is unknown.
    public let ratio: Double?

    /// How far the ratio is from 1, either way.
    var distance: Double { ratio.map { log($0).magnitude } ?? 0 }
  }

  /// One chip beside the subject.
  public struct Alternative: Sendable {
    public let chip: Chip
    /// Its figure, in the definition's unit.
    public let operand: BoundedValue
    /// Its figure over the subject's, with the interval that the sources of both leave.
    public let ratio: BoundedValue
    /// Every figure that is compared, those known of both first, the furthest apart first.
    public let differences: [Difference]

    /// The figure in which it differs most from the subject.
    public var mostDifferent: Difference? { differences.first { $0.ratio != nil && $0.distance > 0 } }
  }

  public let subject: Chip
  public let definition: EquivalenceDefinition
  public let tf32Reading: TF32Reading
  /// The subject's figure, in the definition's unit.
  public let operand: BoundedValue
  /// The nearest first; the subject is not among them.
  public let ranked: [Alternative]
  /// How many chips have no such figure and are not ranked.
  public let unranked: Int

  /// The figures by which alternatives are held against the subject.
  public static let compared: [ChipFigure] = [.bandwidth, .memory, .tpp, .density, .io, .tdp]

  /// Ranks by |log(alternative / subject)|, so that half and double are equally far.
  /// - Parameters:
  ///   - candidates: the chips to rank.
  ///   - limit: how many at most.
  /// - Throws: `ChipDBError.badQuestion` where the subject has no figure for the definition.
  public init(
    to subject: Chip, among candidates: [Chip], definition: EquivalenceDefinition, tf32Reading: TF32Reading,
    limit: Int
  ) throws(ChipDBError) {
    func operand(_ chip: Chip) throws(MissingFigure) -> BoundedValue {
      try definition.operand(of: chip.equivalenceFigures(tf32Reading: tf32Reading))
    }
    let wanted: BoundedValue
    do throws(MissingFigure) { wanted = try operand(subject) } catch {
      throw .badQuestion(
        "\(subject.id) cannot be ranked under '\(definition.id)': \(error); choose another definition")
    }
    let others = candidates.filter { $0.id != subject.id }
    let measured = others.compactMap { chip in (try? operand(chip)).map { (chip: chip, operand: $0) } }
    let sorted = measured.sorted { a, b in
      let distances = [a, b].map { log($0.operand.value / wanted.value).magnitude }
      return distances[0] == distances[1] ? a.chip.id < b.chip.id : distances[0] < distances[1]
    }
    self.subject = subject
    self.definition = definition
    self.tf32Reading = tf32Reading
    self.operand = wanted
    unranked = others.count - measured.count
    ranked = sorted.prefix(limit).map { chip, operand in
      Alternative(
        chip: chip, operand: operand, ratio: operand / wanted,
        differences: Self.differences(of: chip, to: subject, tf32Reading))
    }
  }

  private static func differences(of chip: Chip, to subject: Chip, _ tf32Reading: TF32Reading) -> [Difference]
  {
    let ratedSubject = RatedChip(subject, tf32Reading: tf32Reading)
    let ratedChip = RatedChip(chip, tf32Reading: tf32Reading)
    let differences = compared.map { figure in
      let one = figure.value(of: ratedSubject)
      let other = figure.value(of: ratedChip)
      return Difference(
        figure: figure, subject: one, alternative: other, ratio: one.flatMap { one in other.map { $0 / one } }
      )
    }
    let known = differences.enumerated().filter { $0.element.ratio != nil }.sorted { a, b in
      (b.element.distance, a.offset) < (a.element.distance, b.offset)
    }
    return known.map(\.element) + differences.filter { $0.ratio == nil }
  }
}

import ChipDB
import Rating

/// What `assay convert` tells: the quantity in the other unit, with each step of the working and its sources.
public struct ConversionPage: Encodable, Sendable {
  /// One side of the conversion.
  struct Side: Encodable, Sendable {
    /// The chip's id, or the unit.
    let unit: String
    let name: String
    let value: Double?
    let range: ClosedRange<Double>?
  }

  /// The whole chips next to the answer.
  struct WholeChips: Encodable, Sendable {
    let most: Double
    let fewest: Double
  }

  public let schemaVersion = RatingReport.schemaVersion
  let from: Side
  let to: Side
  let by: [String]
  let via: String?
  let wholeChips: WholeChips?
  let unknown: Conversion.Unknown?
  let steps: [ConversionStep]
  let workings: [String]
  let tf32Reading: TF32Reading
  let notes: [String]
  let sources: [Source]
  private let conversion: Conversion

  private enum CodingKeys: CodingKey {
    case schemaVersion, from, to, by, via, wholeChips, unknown, steps, workings, tf32Reading, notes, sources
  }

  public init(_ conversion: Conversion, in database: ChipDatabase, tf32Reading: TF32Reading) {
    self.conversion = conversion
    self.tf32Reading = tf32Reading
    from = Side(
      unit: conversion.from.id, name: conversion.from.label, value: conversion.amount, range: nil)
    to = Side(
      unit: conversion.to.id, name: conversion.to.label, value: conversion.result?.value,
      range: conversion.result?.range)
    by = conversion.measures.map(\.label)
    via = conversion.via?.id
    wholeChips = conversion.wholeChips.map { WholeChips(most: $0.lowerBound, fewest: $0.upperBound) }
    unknown = conversion.unknown
    steps = conversion.steps
    workings = conversion.steps.map { StepText($0).working }
    notes = ConversionNotes(conversion).lines
    let ids = Set(conversion.steps.flatMap(\.terms).compactMap(\.source).flatMap { $0.ids })
    sources = ids.sorted().compactMap { database.sources[$0] }
  }

  public var document: Document {
    var sections: [Document.Section] = [
      .init("Answer", [.fields(answer)]),
      .init("Working", [.notes(conversion.steps.map { StepText($0).sourced })]),
    ]
    if conversion.steps.isEmpty { sections.removeLast() }
    if !notes.isEmpty { sections.append(.init("Notes", [.notes(notes)])) }
    if !sources.isEmpty {
      sections.append(.init("Sources", [.notes(sources.map { "\($0.id): \($0.citation)" })]))
    }
    sections.append(.limits())
    return Document(
      title: "Assay: \(NumberFormat.exact(conversion.amount)) \(from.name) in \(to.name)", sections: sections)
  }

  /// Chips to a tenth, so that a fraction of one does not pass for a whole one.
  private func amount(_ value: Double) -> String {
    guard conversion.wholeChips != nil, value >= 1000 else { return NumberFormat.number(value) }
    return NumberFormat.exact((value * 10).rounded() / 10)
  }

  private var answer: [(label: String, value: String)] {
    var fields = [("quantity", "\(NumberFormat.exact(conversion.amount)) \(from.name)")]
    if let result = conversion.result {
      fields.append(("is", "\(amount(result.value)) \(to.name)"))
      if result.isDisputed { fields.append(("by the sources", "\(result.intervalText) \(to.name)")) }
    } else if let unknown {
      fields += [("is", "unknown: \(unknown.reason)"), ("remedy", unknown.remedy)]
    }
    if let wholeChips, wholeChips.most != wholeChips.fewest {
      fields.append(
        (
          "whole chips",
          "\(NumberFormat.whole(wholeChips.most)) do not exceed it, \(NumberFormat.whole(wholeChips.fewest)) reach it"
        ))
    }
    if !by.isEmpty { fields.append(("measured by", by.joined(separator: ", then "))) }
    if let chip = conversion.via { fields.append(("by way of", chip.name)) }
    return fields
  }
}

/// What stands under a conversion.
private struct ConversionNotes {
  let conversion: Conversion

  init(_ conversion: Conversion) { self.conversion = conversion }

  var lines: [String] {
    var lines: [String] = []
    if conversion.measures.contains(.power) {
      lines.append(
        conversion.facilityFactor == nil
          ? "Power is the rated power of the chips alone: servers, network and cooling are not in it. --facility-factor "
            + "takes a factor of your own for them."
          : "Power is the rated power of the chips times the facility factor that you gave.")
    }
    if conversion.measures.contains(.price) {
      lines.append(
        "A price is that of one chip at release, as dated in the working; servers and network are not in it.")
    }
    if conversion.measures.count > 1, conversion.result?.isDisputed == true {
      lines.append(
        "The two figures of the chip between are taken as independent: the interval may be wider than need be."
      )
    }
    for term in conversion.steps.flatMap(\.terms) {
      guard let source = term.source else { continue }
      let value = "\(NumberFormat.exact(term.value)) \(term.unit) (\(source))"
      if term.grade == .unverified { lines.append("Not to be quoted: no source of \(value) could be read.") }
      if let note = term.note { lines.append("\(value): \(note)") }
    }
    return lines.uniqued
  }
}

extension ConversionUnit {
  /// The chip's id, or the unit.
  fileprivate var id: String {
    if case .chip(let chip) = self { chip.id } else { shortLabel }
  }
}

extension String {
  /// The ids of sources that stand between semicolons.
  var ids: [String] {
    split(separator: ";").map { String($0.drop { $0 == " " }) }
  }
}

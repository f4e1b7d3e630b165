import Foundation
import Rating

@testable import Rulebook

/// The rule files of the repository.
enum Shipped {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("rulebook").path

  private static let loaded = Result { try Rulebook.load(directory: directory) }

  static func rulebook() throws -> Rulebook { try loaded.get() }
}

extension CalendarDate: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) {
    guard let date = CalendarDate(text) else { preconditionFailure("'\(text)' is not a date") }
    self = date
  }
}

extension Subject {
  /// A chip by its figures; performance density follows from TPP and area.
  static func chip(
    _ name: String = "chip", tpp: Double? = nil, areaMM2: Double? = nil, io: Double? = nil,
    dram: Double? = nil, dataCentre: Outcome = .unknown
  ) -> Subject {
    var operands: [Quantity: Operand] = [:]
    operands[.tpp] = tpp.map { Operand($0, of: .tpp, source: "test", evidence: .declared) }
    operands[.aggregateIO] = io.map { Operand($0, of: .aggregateIO, source: "test") }
    operands[.dramBandwidth] = dram.map { Operand($0, of: .dramBandwidth, source: "test") }
    if let tpp, let areaMM2 {
      operands[.performanceDensity] = Operand(tpp / areaMM2, of: .performanceDensity, source: "test")
    }
    return Subject(name: name, operands: operands, facts: [.dataCentre: dataCentre])
  }

  static func training(_ operations: Double, facts: [Fact: Outcome] = [:]) -> Subject {
    Subject(
      name: "run",
      operands: [.trainingOperations: Operand(operations, of: .trainingOperations, source: "test")],
      facts: facts)
  }
}

extension [Finding] {
  /// The ids of the paragraphs of 3A090 and 740.8 with an effect that are met.
  func met(_ effect: Paragraph.Effect = .control) -> [String] {
    filter {
      $0.instrument == "us-3a090" && $0.effect == effect && $0.outcome == .yes
        && !$0.paragraph.hasPrefix("4A090")
    }.map(\.paragraph)
  }

  subscript(paragraph: String) -> Finding? { first { $0.paragraph == paragraph } }
}

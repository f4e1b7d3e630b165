import Foundation
import Testing

@testable import Forecast

/// A change that breaks a shipped file.
struct TrendFault: Sendable, CustomTestStringConvertible {
  let file: String
  let old: String
  let new: String
  /// What the message says.
  let message: String

  var testDescription: String { message }
}

@Suite struct BrokenTrendsTests {
  static let faults: [TrendFault] = [
    TrendFault(
      file: "published.csv", old: "halving-months,8,5,14,0.95", new: "halving-months,8,9,14,0.95",
      message: "/published.csv:3:104: low and high do not enclose the figure: check all three"),
    TrendFault(
      file: "published.csv", old: "halving-months,8,5,14,0.95", new: "halving-months,8,,14,0.95",
      message: "low is blank beside a high: give both ends, or write the bound into the note"),
    TrendFault(
      file: "published.csv", old: "halving-months,8,5,14,0.95", new: "halving-months,8,5,14,95",
      message: "level is not below 1: write a probability such as 0.9"),
    TrendFault(
      file: "published.csv", old: "halving-months,8,5,14,0.95", new: "halving-months,,,,",
      message: "value is blank: give the published figure, or low and high of a range"),
    TrendFault(
      file: "published.csv", old: "ho-2024,verified", new: "ho-2025,verified",
      message: "source 'ho-2025' is not in sources.csv: add it there first"),
    TrendFault(
      file: "published.csv", old: "ho-2024,verified", new: "ho-2024,what-if",
      message: "confidence is 'what-if': write one of secondary, verified"),
    TrendFault(
      file: "published.csv", old: "ho-2024,verified", new: "ho-2024,memory",
      message: "confidence is 'memory': write one of secondary, verified"),
    TrendFault(
      file: "sources.csv", old: ",2026-11-24,", new: ",,",
      message: "retrieved is blank: every row needs one"),
    TrendFault(
      file: "sources.csv", old: "https://ai-2027.com", new: "ftp://ai-2027.com",
      message: "write a public address that starts with https://"),
    TrendFault(
      file: "indices.csv", old: "algorithmic-ho,down", new: "algorithmic-ho,up",
      message: "direction is up, but R5 moves a line down: take an index of the other kind"),
    TrendFault(
      file: "indices.csv", old: "algorithmic-ho,down,yes", new: "algorithmic-ho,down,no",
      message: "/indices.csv:1:1: no index of R5 is the default: write yes in one row"),
    TrendFault(
      file: "indices.csv", old: "algorithmic-byrnes,down,no", new: "algorithmic-byrnes,down,yes",
      message: "one default for R5, say no here or there"),
    TrendFault(
      file: "indices.csv", old: "algorithmic-byrnes,down", new: "algorithmic-burns,down",
      message: "trend 'algorithmic-burns' is not in published.csv: add it there first"),
    TrendFault(
      file: "runs.csv", old: ",4.7e17,", new: ",-4.7e17,",
      message: "operations is '-4.7e17': write a finite number above 0"),
    TrendFault(
      file: "runs.csv", old: "University of Toronto,CA,", new: "University of Toronto,Canada,",
      message: "countries is 'Canada': write two capital letters of ISO 3166-1, such as CN"),
    TrendFault(
      file: "stock.csv", old: "tpp-ai-futures", new: "h100e",
      message: "definition is 'h100e': write one of units, tops8-epoch"),
    TrendFault(
      file: "stock.csv", old: "tpp-ai-futures", new: "tops8-epoch",
      message: "where another row of the series has tops8-epoch: one series, one definition"),
    TrendFault(
      file: "prices.csv", old: "USD/kWh", new: "USD",
      message: "unit is 'USD': electricity is in USD/kWh"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "source: kessler-2025", new: "source: kessler",
      message: "'kessler' is not in sources.csv: add the source there first"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "default: epoch-through-2025", new: "default: epoch",
      message: "'epoch' is no alternative of this part: use one of epoch-through-2025, cnas-2024"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "{low: 500000, median: 600000",
      new: "{low: 700000, median: 600000",
      message: "low, median and high are not in order: write low ≤ median ≤ high"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "share: {median: 0.4}", new: "share: {median: 40}",
      message: "a share above 1: write a fraction, such as 0.4 for 40 %"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "bits: 16", new: "width: 16",
      message: "the key 'width' is unknown: use one of tops, bits, note"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "- chip: ascend-910b\n", new: "- units: {median: 1}\n",
      message: "the key 'units' occurs twice: keep one of them"),
    TrendFault(
      file: "scenarios/china-production.yaml", old: "- chip: ascend-910b\n", new: "- note: none\n",
      message: "a supply needs either a chip or a rating: name a chip of the database"),
  ]

  @Test("a broken cell is named with its place and the remedy", arguments: faults)
  func isNamed(fault: TrendFault) throws {
    let folder = try TrendFolder()
    #expect(folder.failure() == nil)
    #expect(try folder.replace(fault.old, by: fault.new, in: fault.file), "the fault's text is not there")
    let message = try #require(folder.failure())
    #expect(message.contains(fault.message), "\(message)")
    #expect(message.contains("\(folder.path)/\(fault.file):"), "\(message)")
    #expect(message.hasSuffix("in the trend data"), "\(message)")
  }

  @Test("a missing table, folder or file of scenarios is named with the remedy")
  func missing() throws {
    let folder = try TrendFolder()
    try FileManager.default.removeItem(atPath: folder.path + "/runs.csv")
    #expect(folder.failure()?.hasPrefix("\(folder.path)/runs.csv: not there; ") == true)
    let other = try TrendFolder()
    try FileManager.default.removeItem(atPath: other.path + "/scenarios")
    #expect(other.failure()?.hasPrefix("\(other.path)/scenarios: no such folder; ") == true)
    #expect(throws: TrendDataError.self) { try TrendData.load(directory: "/nowhere") }
  }
}

import Foundation
import Rating
import Rulebook
import Testing

@testable import Forecast

@Suite("Lines of the law")
struct ThresholdLineTests {
  @Test(
    "a line is found by the id of its parameter, allowance, paragraph or instrument, whatever the case",
    arguments: [
      ("lpp", "us-ai-diffusion/lpp", ThresholdLine.Bearing.stock), ("LPP", "us-ai-diffusion/lpp", .stock),
      ("us-ai-diffusion/country", "us-ai-diffusion/country", .stock),
      ("3A090.a.1", "us-3a090/tpp-upper", .chip), ("us-3a090/tpp-upper", "us-3a090/tpp-upper", .chip),
      ("3A090.a.2", "us-3a090/tpp-lower", .chip), ("eu-ai-act", "eu-ai-act/operations", .training),
      ("us-eo-14110/operations", "us-eo-14110/operations", .training),
      ("4.2(b)(i)", "us-eo-14110/operations", .training),
    ])
  func found(text: String, id: String, bearing: ThresholdLine.Bearing) throws {
    let line = try ShippedLines.line(text)
    #expect(line.id == id && line.bearing == bearing)
  }

  @Test("an id of several lines is refused with all of them, an unknown one with the nearest")
  func notOne() throws {
    let several = #expect(throws: ForecastError.self) { _ = try ShippedLines.line("tpp-upper") }
    let text = try #require(several).description
    #expect(text.contains("us-3a090/tpp-upper") && text.contains("us-s-4456/tpp-upper"))
    #expect(try #require(several).isUsage)
    let none = #expect(throws: ForecastError.self) { _ = try ShippedLines.line("lppp") }
    #expect(try #require(none).description.contains("lpp,"))
  }

  @Test("a scheduled line has the value of its day, and its last one after it lapsed")
  func schedule() throws {
    let line = try ShippedLines.line("nveu")
    #expect(line.original == 633_000_000)
    #expect(line.entry(on: try ShippedLines.day("2026-05-01"))?.value == 2_690_250_000)
    let after = try ShippedLines.day("2029-01-01")
    #expect(line.entry(on: after)?.value == 5_064_000_000)
    #expect(line.lapsed(by: after)?.description == "2028-01-01")
    #expect(line.entry(on: try ShippedLines.day("2025-01-12")) == nil)
  }

  @Test(
    "a figure with a unit is a line of one's own; what is no figure is none",
    arguments: [
      ("4800tpp", 4_800, Quantity.tpp), ("26.9e6 TPP", 26_900_000, .tpp),
      ("1e26flop", 1e26, .trainingOperations),
      ("-5tpp", nil, .tpp), ("tpp", nil, .tpp), ("1e999tpp", nil, .tpp), ("4800", nil, .tpp),
      ("0x10tpp", nil, .tpp), ("nantpp", nil, .tpp),
    ] as [(String, Double?, Quantity)])
  func figures(text: String, value: Double?, quantity: Quantity) throws {
    let figure = ThresholdLine.figure(text)
    #expect(figure?.value == value)
    if let figure { #expect(figure.quantity == quantity) }
  }

  @Test("a figure above every chip of its day is one of chips added up")
  func bearing() throws {
    let day = try ShippedLines.day("2025-01-13")
    let stock = try #require(ThresholdLine(figure: "26.9e6tpp", written: day, bestChip: 36_000))
    #expect(stock.bearing == .stock && stock.comparison == .atMost)
    let chip = try #require(ThresholdLine(figure: "4800tpp", written: day, bestChip: 36_000))
    #expect(chip.bearing == .chip && chip.comparison == .atLeast)
  }
}

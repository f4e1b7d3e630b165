import Foundation
import Rating
import Testing

@testable import Rulebook

@Suite struct TraceTests {
  private func flips(_ subject: Subject, _ paragraph: String) throws -> [String] {
    let findings = try Shipped.rulebook().classify(subject, on: "2024-01-01")
    return try #require(findings[paragraph]).trace.root.children.compactMap(\.limb?.flip)
  }

  @Test("a missed TPP line says how far away it is")
  func rise() throws {
    #expect(
      try flips(.chip(tpp: 2_496, areaMM2: 800, dataCentre: .yes), "3A090.a.1")
        == ["TPP would have to rise by 2,304 or more"])
  }

  @Test("a reached TPP line says how far it can fall")
  func fall() throws {
    #expect(try flips(.chip(tpp: 4_992), "3A090.a.1") == ["TPP would have to fall by more than 192"])
    #expect(try flips(.chip(tpp: 4_800), "3A090.a.1") == ["TPP would have to fall below 4,800"])
  }

  @Test("an unknown density becomes the largest area that meets it")
  func area() throws {
    #expect(
      try flips(.chip(tpp: 4_800), "3A090.a.2")
        == [
          "TPP would have to fall by more than 3,200",
          "met only if the applicable die area is at most 810.8108 mm²",
        ])
  }

  @Test("a known density names the area that would flip it")
  func knownArea() throws {
    let flips = try flips(.chip(tpp: 2_960, areaMM2: 400, dataCentre: .yes), "3A090.a.2")
    #expect(
      flips[1]
        == "performance density would have to fall by more than 1.48 TPP/mm²; "
        + "or the applicable die area would have to be more than 500 mm²")
  }

  @Test("a strict line for training compute is written as a power of ten")
  func powers() throws {
    let findings = try Shipped.rulebook().classify(.training(1e25), on: "2026-02-01")
    #expect(
      findings["Article 51(2)"]?.trace.root.limb?.flip
        == "training compute would have to rise above 10^25 operations")
    #expect(
      findings["4E091"]?.trace.root.limb?.flip
        == "training compute would have to rise by 9 × 10^25 operations or more")
  }

  @Test(
    "each strictness gives its own way to flip",
    arguments: [
      (Comparison.atLeast, 90.0, "rise by 10 or more"), (.atLeast, 100, "fall below 100"),
      (.atLeast, 110, "fall by more than 10"), (.moreThan, 90, "rise by more than 10"),
      (.moreThan, 100, "rise above 100"), (.moreThan, 110, "fall by 10 or more"),
      (.atMost, 90, "rise by more than 10"), (.atMost, 100, "rise above 100"),
      (.atMost, 110, "fall by 10 or more"), (.lessThan, 90, "rise by 10 or more"),
      (.lessThan, 100, "fall below 100"), (.lessThan, 110, "fall by more than 10"),
    ])
  func strictness(comparison: Comparison, value: Double, words: String) {
    let flip = FlipWording(
      quantity: .tpp, unit: "TPP", comparison: comparison, threshold: 100, value: value, tpp: value)
    #expect(flip.text == "TPP would have to \(words)")
  }

  @Test(
    "each strictness gives its own area where the density is unknown",
    arguments: [
      (Comparison.atLeast, "at most 10 mm²"), (.moreThan, "less than 10 mm²"), (.atMost, "at least 10 mm²"),
      (.lessThan, "more than 10 mm²"),
    ])
  func areas(comparison: Comparison, words: String) {
    let flip = FlipWording(
      quantity: .performanceDensity, unit: "TPP/mm²", comparison: comparison, threshold: 10, value: nil,
      tpp: 100)
    #expect(flip.text == "met only if the applicable die area is \(words)")
  }

  @Test("an unknown figure says what would meet the limb")
  func unknownFigure() {
    let flip = FlipWording(
      quantity: .aggregateIO, unit: "GB/s", comparison: .atLeast, threshold: 600, value: nil, tpp: 100)
    #expect(flip.text == "aggregate I/O is unknown; met only if it is at least 600 GB/s")
  }

  @Test("a limb carries the operand with its evidence and the threshold with its source")
  func operands() throws {
    let findings = try Shipped.rulebook().classify(.chip(tpp: 4_992), on: "2024-01-01")
    let limb = try #require(findings["3A090.a.1"]?.trace.root.limbs.last)
    #expect(limb.operand?.evidence == .declared)
    #expect(limb.operand?.unit == "TPP")
    #expect(limb.threshold.value == 4_800)
    #expect(limb.threshold.reference.contains("3A090.a.1"))
    #expect(limb.comparison == .atLeast)
  }

  @Test("a finding survives JSON")
  func coding() throws {
    let findings = try Shipped.rulebook().classify(.chip(tpp: 4_992, io: 600), on: "2026-02-01")
    let data = try JSONEncoder().encode(findings)
    #expect(try JSONDecoder().decode([Finding].self, from: data) == findings)
    #expect(String(decoding: data, as: UTF8.self).contains("\"version\":3"))
  }

  @Test(
    "numbers are written with separators and at most four decimals",
    arguments: [
      (0.0, "0"), (4_800, "4,800"), (5.92, "5.92"), (0.1 + 0.2, "0.3"), (1_234_567.891_26, "1,234,567.8913"),
      (5_064_000_000, "5,064,000,000"), (1e26, "10^26"), (5.2e25, "5.2 × 10^25"), (9.999_99e25, "10^26"),
      (1e15, "10^15"), (-2.5, "−2.5"),
    ])
  func numbers(value: Double, text: String) {
    #expect(Wording.number(value) == text)
  }

  @Test("a bound is never rounded to its loose side")
  func rounding() {
    #expect(Wording.number(810.810_81, .down) == "810.8108")
    #expect(Wording.number(810.810_81, .up) == "810.8109")
    #expect(Wording.number(1e-12, .up) == "0.0001")
  }
}

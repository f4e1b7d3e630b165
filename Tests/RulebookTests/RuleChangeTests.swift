import Rating
import Testing

@testable import Rulebook

@Suite struct RuleChangeTests {
  private func changes(_ from: CalendarDate, _ to: CalendarDate) throws -> [String] {
    try Shipped.rulebook().changes(after: from, through: to).map {
      "\($0.date) \($0.kind.rawValue) \($0.instrument) \($0.subject): \($0.text)"
    }
  }

  @Test(
    "a span of days holds what changed in it",
    arguments: [
      ("2023-11-16", "2023-11-17", "2023-11-17 entered us-3a090 3A090.a.1: high TPP"),
      (
        "2023-11-15", "2023-11-16",
        "2023-11-16 left us-3a090 3A090.a: high transfer rate and high performance (October 2022 version)"
      ),
      ("2023-11-16", "2023-11-17", "2023-11-17 value us-3a090 io-2022: aggregate I/O: 600 GB/s → none"),
      (
        "2025-01-31", "2025-05-01",
        "2025-04-01 value us-ai-diffusion nveu: TPP: 633,000,000 TPP → 949,500,000 TPP"
      ),
      ("2025-01-01", "2025-01-31", "2025-01-20 status us-eo-14110 codified: codified: yes → no"),
      (
        "2025-01-01", "2025-01-31",
        "2025-01-13 scope us-3a090 a-items: reaches, codified alone: destination anywhere, not in US"
      ),
      ("2024-03-01", "2024-04-01", "2024-03-15 membership D:5 NI: Nicaragua joins D:5"),
      ("2025-11-01", "2025-12-01", "2025-11-07 membership D:5 KH: Cambodia leaves D:5"),
      ("2026-07-01", "2026-08-01", "2026-07-10 membership D:4 AE: United Arab Emirates leaves D:4"),
    ] as [(CalendarDate, CalendarDate, String)])
  func holds(from: CalendarDate, to: CalendarDate, change: String) throws {
    #expect(try changes(from, to).contains(change))
  }

  @Test("changes come in the order of their days, each with a reference, and none lies outside the span")
  func order() throws {
    let changes = try Shipped.rulebook().changes(after: "2022-10-07", through: "2027-12-31")
    #expect(changes.map(\.date) == changes.map(\.date).sorted())
    #expect(changes.allSatisfy { !$0.reference.isEmpty })
    #expect(Set(changes.map(\.kind)) == Set(RuleChange.Kind.allCases))
    let split =
      try Shipped.rulebook().changes(after: "2022-10-07", through: "2025-05-01")
      + Shipped.rulebook().changes(after: "2025-05-01", through: "2027-12-31")
    #expect(split == changes)
  }

  @Test("a value whose reference alone changes is no change, and nothing changes within a day")
  func none() throws {
    #expect(try !changes("2022-10-21", "2024-01-01").contains { $0.contains(" tpp-upper:") })
    #expect(try changes("2025-05-01", "2025-05-01") == [])
  }

  @Test("days in the wrong order are refused")
  func backwards() throws {
    #expect(throws: RulebookError.backwards(from: "2025-05-02", to: "2025-05-01")) {
      try Shipped.rulebook().changes(after: "2025-05-02", through: "2025-05-01")
    }
  }

  @Test("an instrument is found by its id or a paragraph's, and an unknown id names the nearest")
  func matching() throws {
    let rulebook = try Shipped.rulebook()
    #expect(try rulebook.instruments(matching: "US-3A090").map(\.id) == ["us-3a090"])
    #expect(try rulebook.instruments(matching: "nveu").map(\.id) == ["us-ai-diffusion"])
    #expect(try rulebook.instruments(matching: "4.2(b)(ii)").map(\.id) == ["us-eo-14110"])
    #expect {
      try rulebook.instruments(matching: "3A090.a.3")
    } throws: {
      "\($0)".contains("3A090.a.1")
    }
  }
}

import ChipDB
import Parallel
import Rating
import Report
import Rulebook

// How long the rules take to answer for every chip of the database, on twelve dates, to 200 destinations, under both
// standings, each with the trace of the item and of the transaction. Run by benchmarks/classify.
//
//     rule-sweep DIRECTORY ROUNDS     the directory that holds chipdb/ and rulebook/; one line a round

guard CommandLine.arguments.count == 3, let rounds = Int(CommandLine.arguments[2]), rounds > 0 else {
  fatalError("usage: rule-sweep DIRECTORY ROUNDS")
}
let directory = CommandLine.arguments[1]

/// What one round went through.
struct Sweep: Sendable {
  var answers = 0
  var controlled = 0
  var tests = 0
}

/// The chips, the rules, and the transactions that each chip is held against.
struct Sweeper: Sendable {
  let rulebook: Rulebook
  let subjects: [Subject]
  let transactions: [Transaction]

  init(directory: String) throws {
    rulebook = try Rulebook.load(directory: directory + "/rulebook", withTests: false)
    subjects = try ChipDatabase.load(directory: directory + "/chipdb").chips
      .map { Subject($0, tf32Reading: .container32) }.filter { !$0.operands.isEmpty }
    transactions = rulebook.countries.countries.prefix(200)
      .map { Transaction(destination: $0.code, headquarters: $0.code) }
  }

  /// All answers of one date, under both standings.
  func sweep(_ date: CalendarDate) throws -> Sweep {
    var sweep = Sweep()
    let day = rulebook.rules(on: date)
    let reaches = transactions.map(day.reach)
    for subject in subjects {
      let items = try day.findings(subject)
      sweep.tests += items.findings.reduce(0) { $0 + Self.tests($1.trace.root) }
      for reach in reaches {
        for standing in [Standing.codified, .enforced] {
          sweep.answers += 1
          if day.answer(items, reach, under: standing).isControlled == .yes { sweep.controlled += 1 }
        }
      }
    }
    return sweep
  }

  /// The tests of a trace.
  private static func tests(_ node: Trace.Node) -> Int { 1 + node.children.reduce(0) { $0 + tests($1) } }
}

let dates = [
  "2022-10-21", "2023-06-01", "2023-11-17", "2024-04-04", "2024-12-02", "2025-01-13", "2025-05-01",
  "2025-05-15",
  "2025-12-01", "2026-01-20", "2026-07-23", "2026-11-24",
].compactMap { CalendarDate($0) }
let sweeper = try Sweeper(directory: directory)
let clock = ContinuousClock()
for _ in 0..<rounds {
  let start = clock.now
  let sweeps = try dates.concurrentMap { (date) throws in try sweeper.sweep(date) }
  let seconds = (clock.now - start) / .seconds(1)
  func sum(_ count: KeyPath<Sweep, Int>) -> Int { sweeps.reduce(0) { $0 + $1[keyPath: count] } }
  print(
    seconds, sweeper.subjects.count, dates.count, sweeper.transactions.count, sum(\.answers),
    sum(\.controlled),
    sum(\.tests))
}

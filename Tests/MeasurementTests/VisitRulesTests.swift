import Testing

@testable import Measurement

@Suite struct VisitRulesTests {
  static func visit(foreign: Double? = nil, steal: Double? = nil, clocks: [Double] = []) -> Visit {
    var visit = Visit(number: 1, startSeconds: 0, ceilingTops: nil, coreLatencyNs: nil)
    visit.foreignShare = foreign
    visit.stealShare = steal
    visit.clocksGHz = clocks
    return visit
  }

  @Test(
    "a visit is left out for others' time and for a lowered clock, each with its reason, and kept otherwise")
  func rules() {
    func reason(_ visit: Visit) -> String? { VisitRules.reasonToExclude(visit, highestClockGHz: 3.0) }
    #expect(reason(Self.visit()) == nil)
    #expect(reason(Self.visit(foreign: 0.04, steal: 0.02, clocks: [2.95, 2.92, 2.99])) == nil)
    #expect(reason(Self.visit(foreign: 0.041))?.contains("4.1 %") == true)
    #expect(reason(Self.visit(steal: 0.03))?.contains("hypervisor") == true)
    #expect(reason(Self.visit(clocks: [2.8, 2.85, 3.0]))?.contains("clock fell to 95.0 %") == true)
    #expect(reason(Self.visit(clocks: [1.0, 2.99, 3.0])) == nil, "one chain may have been interrupted")
  }

  @Test("waiting is counted over the threads of a process, as the scheduler tells it")
  func waiting() throws {
    let before = try FakeSystem(["proc/7/task/7/schedstat": "100 2000000000 3\n"])
    let disturbance = Disturbance(of: 7, before.files)
    let share = try #require(disturbance.foreignShare(threads: 2))
    #expect(share == 0)
    #expect(Disturbance(of: 8, before.files).foreignShare(threads: 1) == nil)
  }

  @Test("what this process took of the processors meanwhile is no waiting for others")
  func causedHere() throws {
    let path = "proc/7/task/7/schedstat"
    let system = try FakeSystem([path: "100 2000000000 3\n"])
    let disturbance = Disturbance(of: 7, system.files)
    try "100 2500000000 3\n".write(toFile: system.root + path, atomically: true, encoding: .utf8)
    let waited = try #require(disturbance.foreignShare(threads: 1))
    #expect(waited > 0)
    let others = try #require(disturbance.foreignShare(threads: 1, causedHere: 0.3))
    #expect(others > 0 && others < 0.5 * waited)
    #expect(disturbance.foreignShare(threads: 1, causedHere: 0.5) == 0)
    #expect(disturbance.foreignShare(threads: 1, causedHere: 9) == 0)
  }
}

import Foundation
import Testing

@testable import Measurement

@Suite struct LineChannelTests {
  /// A channel to itself.
  private func pipe(longestLine: Int) -> (channel: LineChannel, ends: [Int32]) {
    var ends: [Int32] = [-1, -1]
    #expect(Foundation.pipe(&ends) == 0)
    return (LineChannel(input: ends[0], output: ends[1], longestLine: longestLine), ends)
  }

  @Test("a line as long as a line may be is taken whole, one longer by a byte is not")
  func longest() throws {
    let (channel, ends) = pipe(longestLine: 1 << 20)
    let writer = LineChannel(input: ends[0], output: ends[1])
    for (length, isTaken) in [(1 << 20, true), (1 << 20 + 1, false)] {
      let line = Data((0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) })
      nonisolated(unsafe) let sender = writer
      Thread.detachNewThread { sender.send(line: line) }
      if isTaken {
        #expect(try channel.line(within: 10) == line)
      } else {
        #expect(throws: LineChannel.Silence.garbled) { try channel.line(within: 10) }
      }
    }
    try channel.skipLine()
    writer.send(line: Data("after".utf8))
    #expect(try channel.line(within: 10) == Data("after".utf8))
  }

  @Test("to send to who does not read ends in time")
  func sendTimeOut() {
    let (channel, _) = pipe(longestLine: 1 << 20)
    let watch = Stopwatch()
    #expect(!channel.send(line: Data(repeating: 65, count: 4 << 20), within: 0.3))
    #expect((0.3..<5).contains(watch.seconds))
  }

  @Test("to send to who is gone, and to read from who is gone, is told at once")
  func gone() {
    signal(SIGPIPE, SIG_IGN)
    let (channel, ends) = pipe(longestLine: 1 << 20)
    close(ends[0])
    #expect(!channel.send(line: Data("x".utf8), within: 5))
    let (other, otherEnds) = pipe(longestLine: 1 << 20)
    close(otherEnds[1])
    #expect(throws: LineChannel.Silence.ended) { try other.line(within: 5) }
    #expect(throws: LineChannel.Silence.ended) { try other.skipLine() }
  }

  @Test("lines that come together are told apart")
  func together() throws {
    let (channel, ends) = pipe(longestLine: 100)
    #expect(write(ends[1], "one\n\ntwo\nthr", 12) == 12)
    #expect(try ["one", "", "two"].allSatisfy { try channel.line(within: 5) == Data($0.utf8) })
    #expect(throws: LineChannel.Silence.timedOut) { try channel.line(within: 0.1) }
    #expect(write(ends[1], "ee\n", 3) == 3)
    #expect(try channel.line(within: 5) == Data("three".utf8))
  }
}

@Suite struct ChildProcessTests {
  private func shell(_ script: String) throws -> ChildProcess {
    try ChildProcess(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], keepsErrors: true)
  }

  @Test("the last words are the last line on standard error, without what would command a terminal")
  func lastWords() throws {
    let process = try shell("echo first >&2; printf 'it \\033[31mbroke\\007\\n\\n' >&2; exit 7")
    #expect(process.hasEnded(within: 10))
    #expect(process.causeOfEnd() == "ended its process (exit code 7)")
    #expect(process.lastWords == "it [31mbroke")
  }

  @Test("last words are found behind any amount of others, and are none where nothing was said")
  func manyWords() throws {
    let talkative = try shell("yes 'a line of many' | head -n 60000 >&2; echo the end >&2")
    #expect(talkative.hasEnded(within: 20))
    #expect(talkative.lastWords == "the end")
    let silent = try shell("true")
    #expect(silent.hasEnded(within: 10))
    #expect(silent.lastWords == nil)
  }

  @Test("who waits for the end of input gets it, and who does not end is not waited for")
  func endOfInput() throws {
    let cat = try shell("cat; exit 4")
    #expect(!cat.hasEnded(within: 0.2))
    cat.closeInput()
    #expect(cat.hasEnded(within: 10))
    #expect(cat.causeOfEnd() == "ended its process (exit code 4)")
    #expect(cat.hasEnded(within: 0))
  }

  @Test("what a program has started ends with it")
  func descendants() throws {
    let process = try shell("sleep 1000 & echo $!; wait")
    let line = try process.channel.line(within: 10)
    let sleeper = try #require(Int32(String(decoding: line, as: UTF8.self)))
    #expect(kill(sleeper, 0) == 0)
    process.end()
    for _ in 0..<100 where ProcessState(sleeper).isRunning { usleep(20_000) }
    #expect(!ProcessState(sleeper).isRunning)
  }
}

/// What the kernel tells of a process.
struct ProcessState {
  /// Whether it is there, and not merely waited for.
  let isRunning: Bool

  init(_ process: Int32) {
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    let state = status.split(separator: ")").last?.split(separator: " ").first
    isRunning = state != nil && state != "Z" && state != "X"
  }
}

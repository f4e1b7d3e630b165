import Foundation
import Rating
import Testing

@testable import Measurement

/// Libraries in C, compiled here, each with one way to go wrong; run in real worker processes.
@Suite struct WorkerTests {
  static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("assay")

  /// An honest sgemm, row-major, whose body a test can put something before.
  static func library(before: String = "", integer: String = "int", symbol: String = "cblas_sgemm") throws
    -> LibrarySpec
  {
    let base = NSTemporaryDirectory() + UUID().uuidString
    try """
    #include <stdlib.h>
    #include <unistd.h>
    #include <stdio.h>
    void openblas_set_num_threads(int n) { (void)n; }
    int openblas_get_num_threads(void) { return 1; }
    void \(symbol)(int order, int ta, int tb, \(integer) m, \(integer) n, \(integer) k, float alpha, const float *a,
                   \(integer) lda, const float *b, \(integer) ldb, float beta, float *c, \(integer) ldc) {
      static int calls = 0;
      calls++;
      \(before)
      for (\(integer) i = 0; i < m; i++)
        for (\(integer) j = 0; j < n; j++) {
          float sum = 0;
          for (\(integer) l = 0; l < k; l++) sum += a[i * lda + l] * b[l * ldb + j];
          c[i * ldc + j] = sum;
        }
    }
    """.write(toFile: base + ".c", atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-O1", "-shared", "-fPIC", "-o", base + ".so", base + ".c"]
    try compiler.run()
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)
    return LibrarySpec(name: "test", paths: [base + ".so"], interface: .cblas)
  }

  static func row(_ library: LibrarySpec, patience: Double = 10) throws -> MeasurementRow {
    let plan = SamplingPlan(
      tier: "test", seconds: 20, memorySeconds: 0.01, minimumVisits: 3, maximumVisits: 4, agreement: 0.5,
      burstSeconds: 0.001, sides: [64], longestCallSeconds: 1)
    let provider = try WorkerProvider(library, executable: executable, patience: patience)
    let result = try MeasurementSession(
      providers: [provider],
      request: .init(
        precisions: [.fp32], shapes: [try GEMMShape("64")], plan: plan, threads: [1], seed: 1),
      nativePath: NativePath(nil), room: MeasurementRoom(availableBytes: 1 << 30)
    ).run()
    return try #require(result.rows.first)
  }

  @Test("an honest library in a worker is verified, with its file, and what it prints disturbs nothing")
  func honest() throws {
    let row = try Self.row(try Self.library(before: "printf(\"hello\\n\"); fflush(stdout);"))
    #expect(row.status == .verified)
    #expect(row.kernel == "cblas_sgemm")
    #expect(row.visits.allSatisfy { !$0.clocksGHz.isEmpty || $0.bestTops != nil })
  }

  @Test(
    "every way to fail in the middle is a failed row with the reason, and the session ends",
    arguments: [
      ("if (calls == 4) *(volatile int *)0 = 1;", "crashed (signal 11)"),
      ("if (calls == 4) _exit(3);", "ended its process (exit code 3)"),
      ("if (calls == 4) for (;;) pause();", "hung"),
      ("if (calls > 4) return;", "wrong result"),
      ("if (calls > 1) k = k - 1;", "wrong result"),
      ("if (calls > 1) m = m - 1;", "wrong result"),
      ("alpha = 0; for (int i = 0; i < m * n; i++) c[i] = 0; return;", "wrong result"),
      ("c[0] = 0.0f / 0.0f; return;", "not finite"),
      ("if (calls == 4) ((float *)a)[1] = 0;", "crashed (signal 11)"),
      ("if (calls == 4) ((float *)b)[1] = 0;", "crashed (signal 11)"),
      ("if (((unsigned *)c)[0] != 0xffffffffu) return;", "wrong result"),
      ("if (calls > 1 && calls % 2) { usleep(1000); return; }", "wrong result"),
      ("if (calls > 3 && calls % 5) m = m / 2;", "wrong result"),
      ("if (fork() < 0) abort();", "crashed (signal 6)"),
      ("if (system(\"true\") != 0) abort();", "crashed (signal 6)"),
    ])
  func failures(before: String, message: String) throws {
    let row = try Self.row(try Self.library(before: before), patience: 1)
    #expect(row.status == .failed)
    #expect(row.topsBest == nil)
    let reasons = [row.reason].compactMap { $0 } + row.candidates.compactMap(\.reason)
    #expect(reasons.contains { $0.contains(message) }, "\(reasons)")
  }

  @Test("a library that hangs when it is opened is given up")
  func hangsOnLoad() throws {
    let library = try Self.library(
      before:
        "} __attribute__((constructor)) static void wait_for_ever(void) { for (;;) pause(); } void unused(void) {"
        + " int m = 0, n = 0, k = 0, lda = 0, ldb = 0, ldc = 0; const float *a = 0, *b = 0; float *c = 0;")
    let error = #expect(throws: ProviderError.self) {
      try WorkerProvider(library, executable: Self.executable, patience: 1)
    }
    #expect(error?.description.contains("hung") == true)
  }

  @Test(
    "a library with 64-bit integers that does not say so is caught, one that says so by its suffix is used")
  func integerWidth() throws {
    let silent = try Self.row(try Self.library(integer: "long"), patience: 1)
    // The upper halves of the registers are undefined: it may be right by chance, wrong or crash, but never unnoticed.
    #expect([.failed, .verified].contains(silent.status))
    let open = try Self.row(try Self.library(integer: "long", symbol: "cblas_sgemm64_"))
    #expect(open.status == .verified)
    #expect(open.kernel == "cblas_sgemm64_")
  }

  @Test("a library without any product, and a file that is none, are refused with the reason")
  func noProduct() throws {
    let library = try Self.library(symbol: "something_else")
    let error = #expect(throws: ProviderError.self) {
      try WorkerProvider(library, executable: Self.executable)
    }
    #expect(error?.description.contains("no cblas_dgemm") == true)
    let text = LibrarySpec(name: "text", paths: ["/etc/passwd"], interface: .oneDNNMatmul)
    #expect(throws: ProviderError.self) { try WorkerProvider(text, executable: Self.executable) }
  }

  @Test("a library that has hung is not waited for again")
  func hangsOnce() throws {
    let provider = try WorkerProvider(
      try Self.library(before: "for (;;) pause();"), executable: Self.executable, patience: 0.5)
    let operands = try Operands(precision: .fp32, shape: GEMMShape("64"), seed: 1)
    let product = try provider.prepare(operands, threads: 1)
    #expect(throws: ProviderError("hung: no answer within 1 seconds")) { try product.multiply() }
    let error = #expect(throws: ProviderError.self) { try provider.prepare(operands, threads: 1) }
    #expect(error?.description == "it has hung before: it is not started again")
  }

  @Test("a library's own way to end is run when its worker is no longer needed")
  func endsInOrder() throws {
    let mark = NSTemporaryDirectory() + UUID().uuidString
    let library = try Self.library(
      before:
        "} __attribute__((destructor)) static void tidy_up(void) { fclose(fopen(\"\(mark)\", \"w\")); } void unused(void) {"
        + " int m = 0, n = 0, k = 0, lda = 0, ldb = 0, ldc = 0; const float *a = 0, *b = 0; float *c = 0;")
    var provider: WorkerProvider? = try WorkerProvider(library, executable: Self.executable)
    #expect(provider != nil)
    provider = nil
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  @Test("what a library did to its process stays the reason, whatever is asked of the process later")
  func firstCause() throws {
    let provider = try WorkerProvider(
      try Self.library(before: "*(volatile int *)0 = 1;"), executable: Self.executable)
    let operands = try Operands(precision: .fp32, shape: try GEMMShape("16"), seed: 1)
    let products = try (0..<2).map { _ in try provider.prepare(operands, threads: 1) }
    for product in products {
      let error = #expect(throws: ProviderError.self) { try product.multiply() }
      #expect(error?.description == "crashed (signal 11)")
    }
    for _ in 0..<2 {
      let product = try provider.prepare(operands, threads: 1)
      #expect(throws: ProviderError.self) { try product.multiply() }
    }
    let error = #expect(throws: ProviderError.self) { try provider.prepare(operands, threads: 1) }
    #expect(error?.description == "crashed (signal 11): it ended 3 times and is not started again")
  }

  @Test("no worker outlives what it was started for")
  func noOrphans() throws {
    var provider: WorkerProvider? = try WorkerProvider(try Self.library(), executable: Self.executable)
    let process = try #require(provider?.processes.first)
    #expect(kill(process, 0) == 0)
    provider = nil
    #expect(kill(process, 0) == -1)
  }
}

// Plain loops around the same libraries, with none of Assay's code: what an expert would write by hand.
//
//     plain_loops SECONDS THREADS
//
// prints one line a precision: name, best GOP/s over square sides 512, 1024, 2048 and 3072.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

extern "C" {
void openblas_set_num_threads(int);
void cblas_dgemm(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
void cblas_sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
}

using Clock = std::chrono::steady_clock;
using dnnl::memory;

static double best_gops(double operations, double seconds, const std::function<void()> &product) {
    product();
    double best = 1e99;
    const auto start = Clock::now();
    auto now = start;
    int calls = 0;
    while (calls < 3 || std::chrono::duration<double>(now - start).count() < seconds) {
        const auto before = Clock::now();
        product();
        now = Clock::now();
        best = std::min(best, std::chrono::duration<double>(now - before).count());
        calls++;
    }
    return operations / best * 1e-9;
}

template <typename T> static std::vector<T> random_matrix(int n, unsigned seed, float low, float high) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<float> uniform(low, high);
    std::vector<T> values(size_t(n) * n);
    for (auto &value : values) value = T(uniform(generator));
    return values;
}

template <typename T, typename Gemm> static double blas(int n, double seconds, Gemm gemm) {
    auto a = random_matrix<T>(n, 1, -1, 1), b = random_matrix<T>(n, 2, -1, 1);
    std::vector<T> c(a.size());
    return best_gops(2.0 * n * n * n, seconds, [&] {
        gemm(101, 111, 111, n, n, n, T(1), a.data(), n, b.data(), n, T(0), c.data(), n);
    });
}

static double onednn(int n, double seconds, memory::data_type a, memory::data_type b, memory::data_type c) {
    dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    dnnl::stream stream(engine);
    using tag = memory::format_tag;
    memory::desc a_desc({n, n}, a, tag::ab), b_any({n, n}, b, tag::any), c_desc({n, n}, c, tag::ab);
#if DNNL_VERSION_MAJOR >= 3
    dnnl::matmul::primitive_desc descriptor(engine, a_desc, b_any, c_desc);
#else
    dnnl::matmul::primitive_desc descriptor(dnnl::matmul::desc(a_desc, b_any, c_desc), engine);
#endif
    auto load = [&](const memory::desc &desc, memory::data_type type, unsigned seed) {
        const bool is_integer = type == memory::data_type::u8 || type == memory::data_type::s8;
        const float low = type == memory::data_type::u8 ? 0 : is_integer ? -128 : -1, high = is_integer ? 127 : 1;
        auto fill = random_matrix<float>(n, seed, low, high);
        memory plain({{n, n}, memory::data_type::f32, tag::ab}, engine, fill.data());
        memory packed(desc, engine);
        dnnl::reorder(plain, packed).execute(stream, plain, packed);
        stream.wait();
        return packed;
    };
    memory a_memory = load(descriptor.src_desc(), a, 1), b_memory = load(descriptor.weights_desc(), b, 2);
    memory c_memory(descriptor.dst_desc(), engine);
    dnnl::matmul product(descriptor);
    return best_gops(2.0 * n * n * n, seconds, [&] {
        product.execute(stream, {{DNNL_ARG_SRC, a_memory}, {DNNL_ARG_WEIGHTS, b_memory}, {DNNL_ARG_DST, c_memory}});
        stream.wait();
    });
}

int main(int argc, char **argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 0.3;
    const int threads = argc > 2 ? std::atoi(argv[2]) : 1;
    openblas_set_num_threads(threads);
    omp_set_num_threads(threads);
    using type = memory::data_type;
    const std::pair<const char *, std::function<double(int)>> cases[] = {
        {"fp64", [&](int n) { return blas<double>(n, seconds, cblas_dgemm); }},
        {"fp32",
         [&](int n) {
             return std::max(blas<float>(n, seconds, cblas_sgemm), onednn(n, seconds, type::f32, type::f32, type::f32));
         }},
        {"bf16", [&](int n) { return onednn(n, seconds, type::bf16, type::bf16, type::f32); }},
        {"int8", [&](int n) { return onednn(n, seconds, type::u8, type::s8, type::s32); }},
    };
    for (const auto &[name, run] : cases) {
        double best = 0;
        try {
            for (int n : {512, 1024, 2048, 3072}) best = std::max(best, run(n));
        } catch (const dnnl::error &error) {
            std::fprintf(stderr, "%s: %s\n", name, error.what());
            continue;
        }
        std::printf("%s %.2f\n", name, best);
    }
}

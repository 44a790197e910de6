// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PrototypesTest {
    private static List<String> declared(String source) {
        return Prototypes.in(source).stream().map(Prototypes.Definition::declaration).toList();
    }

    @Test
    void functionsOfAllUsualShapesAreDeclared() {
        assertThat(
                        declared(
                                """
                                #define X(a) void a() {}
                                const char *NAME = "void no() {";
                                void setup() { if (true) { loop(); } }
                                static unsigned long since(unsigned long then) { return 1; }
                                String text(const String &a, int b[3]) { return a; }
                                const char* name ( ) { return NAME; }
                                std::vector<int> list(std::function<void(int)> f) { return {}; }
                                void IRAM_ATTR isr() {}
                                struct Pair make(Pair *p)
                                {
                                  return *p; // }
                                }
                                void loop() { /* } */ char c = '}'; for (;;) { } }
                                """))
                .containsExactly(
                        "void setup();",
                        "static unsigned long since(unsigned long then);",
                        "String text(const String &a, int b[3]);",
                        "const char* name( );",
                        "std::vector<int> list(std::function<void(int)> f);",
                        "void IRAM_ATTR isr();",
                        "void loop();");
    }

    @Test
    void whatTheIdeLeavesAloneIsLeftAlone() {
        assertThat(
                        declared(
                                """
                                class A { void method() { } };
                                namespace n { void inside() { } }
                                template <class T> T twice(T t) { return t + t; }
                                void withDefault(int a = 1) { }
                                extern "C" void c() { }
                                int A::member() { return 1; }
                                A::A() : x(1) { }
                                int table[] = { 1, 2 };
                                auto lambda = [](int a) { return a; };
                                enum Color { RED };
                                """))
                .isEmpty();
    }

    @Test
    void rawTextsAndContinuedMacrosDoNotConfuse() {
        assertThat(
                        declared(
                                """
                                #define BLOCK(x) \\
                                  { x
                                const char CA[] = R"EOF(
                                void fake() {
                                )EOF";
                                void real() { }
                                """))
                .containsExactly("void real();");
    }
}

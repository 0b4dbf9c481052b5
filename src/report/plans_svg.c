/*
 * The curves of plans as one SVG picture: a line each, the chosen one thick, the others dashed, so that one shows beneath the other, in colours
 * that are told apart without colour vision.
 */
#include "report/report.h"

enum { LEFT = 60, TOP = 30, WIDTH = 600, HEIGHT = 360, GRID = 10, LEGEND = 24 };

static double x_of(double share)
{
    return LEFT + share * WIDTH;
}

static double y_of(double share)
{
    return TOP + (1 - share) * HEIGHT;
}

static void put_grid(struct sink *sink)
{
    for (int i = 0; i <= GRID; i++) {
        double share = (double)i / GRID;
        sink_printf(sink, "<path d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1f\" stroke=\"#ddd\"/>\n", x_of(share), y_of(0), y_of(1), x_of(0), y_of(share),
                    x_of(1));
        sink_printf(sink, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.1f</text>\n", x_of(share), y_of(0) + 18, share);
        sink_printf(sink, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>\n", x_of(0) - 6, y_of(share) + 4, 10 * i);
    }
    sink_printf(sink, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">resemblance of two articles of 200 shingles</text>\n", x_of(0.5),
                y_of(0) + 38);
    sink_printf(sink, "<text x=\"%.1f\" y=\"%d\">found by keys</text>\n", x_of(0), TOP - 12);
}

static void put_curve(struct sink *sink, const struct wirecopy_plan *plan, size_t number)
{
    static const char *const colors[WIRECOPY_PLANS_MOST] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000", "#666"};
    static const char *const dashes[] = {"9 3", "3 3", "9 3 3 3", "6 6"};
    const char *dash = plan->chosen ? "none" : dashes[number % (sizeof dashes / sizeof *dashes)];
    double y = y_of(0.4) + (double)number * LEGEND;
    int thick = plan->chosen ? 4 : 2;
    sink_printf(sink, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" stroke-dasharray=\"%s\" d=\"", colors[number], thick, dash);
    for (unsigned i = 0; i < WIRECOPY_PLAN_POINTS; i++)
        sink_printf(sink, "%s%.1f %.1f", i == 0 ? "M" : "L", x_of((double)i / (WIRECOPY_PLAN_POINTS - 1)), y_of(plan->curve[i]));
    sink_put_string(sink, "\"/>\n");
    sink_printf(sink, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"#fff\"/>\n", x_of(0.38), y - LEGEND + 8,
                x_of(1) - x_of(0.38) - 1, LEGEND);
    sink_printf(sink, "<path stroke=\"%s\" stroke-width=\"%d\" stroke-dasharray=\"%s\" d=\"M%.1f %.1fh36\"/>\n", colors[number], thick, dash,
                x_of(0.4), y - 4);
    sink_printf(sink, "<text x=\"%.1f\" y=\"%.1f\">%s%s</text>\n", x_of(0.4) + 44, y, plan->keys, plan->chosen ? " (chosen)" : "");
}

enum wirecopy_status wirecopy_plans_svg(const struct wirecopy_plan *plans, size_t count, wirecopy_write *write, void *context)
{
    struct sink sink;
    enum wirecopy_status status;
    if (count == 0 || count > WIRECOPY_PLANS_MOST)
        return status_fail(WIRECOPY_INVALID, "there are no such plans");
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return status;
    sink_printf(&sink, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n",
                LEFT + WIDTH + 40, TOP + HEIGHT + 60);
    sink_put_string(&sink, "<title>How many copies the keys find, by resemblance</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    put_grid(&sink);
    for (size_t i = 0; i < count; i++)
        put_curve(&sink, &plans[i], i);
    sink_put_string(&sink, "</svg>\n");
    return sink_finish(&sink, sink.status);
}

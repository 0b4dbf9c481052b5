/*
 * The frame of the HTML page. Takes: nothing. Gives: what stands before a title and behind it, and at the end: style and script within the page,
 * which asks nobody for anything. Promises: the page reads without the script, by day and by night, on paper and on a narrow screen. Does not
 * know: clusters, texts. Private to this room.
 */
#ifndef WIRECOPY_REPORT_HTML_HTML_FRAME_H
#define WIRECOPY_REPORT_HTML_HTML_FRAME_H

/* html_end has the script that filters sections by words; html_end_plain is for a page without any. */
extern const char html_before_title[], html_after_title[], html_end[], html_end_plain[];

#endif

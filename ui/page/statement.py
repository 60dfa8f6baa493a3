"""The accessibility statement, in the form that the regulations of 2018 ask of public bodies."""

STATEMENT = """
<h1>Accessibility</h1>
<p>This service should be usable by everybody who reads council papers. It is built to the Web Content Accessibility Guidelines
version 2.2, level AA.</p>
<h2>What works</h2>
<ul>
<li>Everything can be done with a keyboard alone; where the keyboard is, is always shown.</li>
<li>A screen reader is told once when an answer is complete, and not while it arrives. What goes wrong is read out at once.</li>
<li>Text can be enlarged to 200% and the page used on a phone without scrolling sideways.</li>
<li>The picture of a page can be made up to four times as large and stays sharp. The words of every page can be read as text below
it, with the quoted words marked.</li>
<li>Light and dark colours follow the settings of your device, and so does reduced movement.</li>
</ul>
<h2>What does not work yet</h2>
<ul>
<li>Papers are shown as they were published. The words of scanned pages are read by a program, which may misread them; pages on
which it finds no words have nothing to be read out. The page Documents lists both.</li>
<li>“Open the original” opens the file itself, which may not be accessible.</li>
<li>Tables are read out as tables where the words of a paper are shown. Among the sources of an answer they are read out row by
row, with a bar between cells, and in the picture of a page not at all; its words stand below it.</li>
</ul>
<h2>How this was checked</h2>
<p>Every page is tested with axe-core in Chromium at each change of the program, in light and dark colours and at the width of a
phone, and must have no serious or critical finding. The steps of asking a question and opening its source are tested with the
keyboard alone. It has not been audited by others.</p>
<h2>Telling us</h2>
<p>If something cannot be used, tell whoever runs this service for your council. If the reply does not help, the
Equality Advisory and Support Service (EASS) advises on what to do next.</p>
"""

// What a page gains with a script: a choice of theme, copy buttons, filter boxes.
(function () {
  'use strict';

  var root = document.documentElement;

  function theme() {
    var button = document.getElementById('theme');
    if (!button) return;
    var names = ['auto', 'light', 'dark'];
    var show = function () {
      button.textContent = 'Theme: ' + (root.dataset.theme || 'auto');
    };
    button.addEventListener('click', function () {
      var next = names[(names.indexOf(root.dataset.theme || 'auto') + 1) % names.length];
      if (next === 'auto') delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        localStorage.setItem('meshbook-theme', next);
      } catch (error) {
        // Without storage the choice holds for this page.
      }
      show();
    });
    show();
    button.hidden = false;
  }

  function copyButtons() {
    if (!navigator.clipboard) return;
    document.querySelectorAll('.copyable').forEach(function (place) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', function () {
        navigator.clipboard.writeText(place.querySelector('code').textContent).then(
          function () { say('Copied'); },
          function () { say('Not copied'); }
        );
      });
      var say = function (word) {
        button.textContent = word;
        setTimeout(function () { button.textContent = 'Copy'; }, 1500);
      };
      place.append(button);
    });
  }

  // A row stays when it holds every word; a nested column keeps the rows around it.
  function filterBox(box) {
    var list = document.getElementById(box.dataset.filter);
    if (!list) return;
    var input = box.querySelector('input');
    var output = box.querySelector('output');
    var rows = Array.from(list.children);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var depths = rows.map(function (row) {
      var depth = /^d(\d)$/.exec(row.className);
      return depth ? Number(depth[1]) : 0;
    });

    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var hits = 0;
      var wanted = -1;
      for (var at = rows.length - 1; at >= 0; at -= 1) {
        var text = texts[at];
        var hit = words.every(function (word) { return text.includes(word); });
        var holds = depths[at] < wanted;
        rows[at].hidden = !hit && !holds;
        if (hit) hits += 1;
        if (hit || holds) wanted = depths[at];
        else if (depths[at] < wanted) wanted = -1;
      }
      output.textContent = words.length ? hits + ' of ' + rows.length : '';
    }

    input.addEventListener('input', apply);
    input.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !input.value) return;
      input.value = '';
      apply();
    });
    box.hidden = false;
  }

  // A link to a row that a closed block hides opens the block.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    var closed = target.closest('details:not([open])');
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  }

  // The time of the build stands in a script of its own, so that pages keep their bytes.
  function built() {
    var place = document.getElementById('built');
    var time = new Date(root.dataset.built || '');
    if (place && !isNaN(time)) place.textContent = ', built ' + time.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
  }

  theme();
  built();
  copyButtons();
  document.querySelectorAll('.filter').forEach(filterBox);
  addEventListener('hashchange', reveal);
  reveal();
})();

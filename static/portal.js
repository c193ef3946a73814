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

  // The value of a cell, for an address and for comparing.
  function valueOf(cell) {
    if (cell.dataset.value) return cell.dataset.value;
    var text = cell.textContent.trim().toLowerCase();
    return text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || text;
  }

  // The choices of a list by the values of its cells: one select for each facet.
  function facets(box, rows) {
    if (!box.dataset.facets) return [];
    return box.dataset.facets.split(',').map(function (facet) {
      var name = facet.split(':')[0];
      var labels = new Map();
      var links = new Map();
      var values = rows.map(function (row) {
        return Array.from(row.querySelectorAll('[data-facet="' + name + '"]')).map(function (cell) {
          var value = valueOf(cell);
          if (!value) return '';
          labels.set(value, cell.textContent.trim());
          var link = cell.querySelector('a');
          if (link) links.set(value, link.href);
          return value;
        });
      });
      var select = document.createElement('select');
      select.append(new Option('any', ''));
      Array.from(labels).sort(function (a, b) { return a[1].localeCompare(b[1]); }).forEach(function (entry) {
        select.append(new Option(entry[1], entry[0]));
      });
      return { name: name, label: facet.split(':')[1], select: select, values: values, labels: labels, links: links };
    }).filter(function (facet) { return facet.labels.size > 0; });
  }

  // A row stays when it holds every word and every chosen value; a nested column keeps the
  // rows around it. What is chosen in a list with facets stands in the address.
  function filterBox(box) {
    var list = document.getElementById(box.dataset.filter);
    if (!list) return;
    var input = box.querySelector('input');
    var output = box.querySelector('output');
    var rows = Array.from(box.dataset.rows ? list.querySelectorAll(box.dataset.rows) : list.children);
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var depths = rows.map(function (row) {
      var depth = /^d(\d)$/.exec(row.className);
      return depth ? Number(depth[1]) : 0;
    });
    var groups = box.dataset.rows ? Array.from(list.children) : [];
    var choices = facets(box, rows);
    var clear = document.createElement('button');
    var whole = document.createElement('a');

    function apply() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var chosen = choices.filter(function (choice) { return choice.select.value; });
      var hits = 0;
      var wanted = -1;
      for (var at = rows.length - 1; at >= 0; at -= 1) {
        var text = texts[at];
        var hit = words.every(function (word) { return text.includes(word); }) &&
          chosen.every(function (choice) { return choice.values[at].includes(choice.select.value); });
        var holds = depths[at] < wanted;
        rows[at].hidden = !hit && !holds;
        if (hit) hits += 1;
        if (hit || holds) wanted = depths[at];
        else if (depths[at] < wanted) wanted = -1;
      }
      groups.forEach(function (group) {
        var inside = Array.from(group.querySelectorAll(box.dataset.rows));
        group.hidden = inside.length > 0 && inside.every(function (row) { return row.hidden; });
      });
      var narrowed = words.length > 0 || chosen.length > 0;
      var page = 'split' in box.dataset ? ' on this page' : '';
      output.textContent = narrowed ? hits + ' of ' + rows.length + page : '';
      clear.hidden = !narrowed;
      var linked = chosen.filter(function (choice) { return choice.links.has(choice.select.value); })[0];
      whole.hidden = !linked || !page;
      if (linked) {
        whole.href = linked.links.get(linked.select.value);
        whole.textContent = 'All of ' + linked.labels.get(linked.select.value);
      }
    }

    function remember() {
      if (!choices.length) return;
      var asks = new URLSearchParams(location.search);
      var set = function (name, value) {
        if (value) asks.set(name, value);
        else asks.delete(name);
      };
      set('q', input.value.trim());
      choices.forEach(function (choice) { set(choice.name, choice.select.value); });
      var query = asks.toString();
      try {
        history.replaceState(null, '', location.pathname + (query ? '?' + query : '') + location.hash);
      } catch (error) {
        // Some browsers keep the address of a file as it is; the choice holds for this page.
      }
    }

    function change() {
      apply();
      remember();
    }

    function restore() {
      if (!choices.length) return;
      var asks = new URLSearchParams(location.search);
      input.value = asks.get('q') || '';
      choices.forEach(function (choice) {
        var value = asks.get(choice.name) || '';
        // An address may ask for what no row has: nothing is shown then, and it says so.
        if (value && !choice.labels.has(value)) choice.select.append(new Option(value, value));
        choice.select.value = value;
      });
    }

    choices.forEach(function (choice) {
      var label = document.createElement('label');
      label.className = 'facet';
      var words = document.createElement('span');
      words.textContent = choice.label;
      choice.select.setAttribute('aria-label', choice.label);
      label.append(words, choice.select);
      choice.select.addEventListener('change', change);
      output.before(label);
    });
    if (choices.length) {
      clear.type = 'button';
      clear.className = 'clear-filter';
      clear.textContent = 'Clear';
      clear.addEventListener('click', function () {
        input.value = '';
        choices.forEach(function (choice) { choice.select.value = ''; });
        change();
        input.focus();
      });
      output.after(clear, whole);
    }
    input.addEventListener('input', change);
    input.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !input.value) return;
      input.value = '';
      change();
    });
    restore();
    apply();
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
